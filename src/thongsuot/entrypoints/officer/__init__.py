"""The officers' door: log-in, inbox, dossier, and the acts the law leaves open just now.

No rule lives here: pages ask the rooms' rules and policies what is possible, and the services
refuse what is not, whatever a page showed.
"""
