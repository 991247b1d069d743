"""Convscope: the navigation table, then the page that was asked for."""

from explorer.ui import navigation

navigation.table().run()
