"""Convscope: the server that `streamlit run` starts, and the script that it runs for each visitor."""

from streamlit import App

from explorer.ui import navigation
from explorer.ui.scores import answer

if __name__ == "__main__":  # for a visitor: the navigation table, then the page that was asked for
    navigation.table().run()
else:
    navigation.claim_pages()
    app = App(__file__, routes=[answer.route()])
