"""Replay: the blog post's statements against what is measured now."""

from explorer.ui import frame, replay

with frame.page("Replay"):
    findings = replay.measured()
    frame.opening(replay.finding(findings), replay.reason(findings))
    replay.draw(findings)
