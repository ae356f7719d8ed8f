"""Who answers a citizen that disagrees with a request for papers, and what waits for whom.

Law: none found that says who answers or by when; both are dated settings with a note
(``terms.objections``, docs/howto/supplement-policy.md).

Refuses: an answer by whoever asked for the papers or wrote the request; a second objection.
"""
