"""The world outside, for trying things out: a provider of short messages, a chat robot, a mail
server. Without Django; it keeps what it got in memory and shows it on a plain page.
"""
