"""Who and where: areas, agencies, posts, officers, roles and competence, each fact with its days.

Identity never changes; a name, a parent, an area, an appointment, a role and a competence hold
from one day until another (``valid_from`` is the first day, ``valid_to`` the first day on which
it no longer holds; empty = until further notice). Mergers and divisions are successions.

Law: NQ 202/2025/QH15 and its sibling resolutions (areas from 1 July 2025), QĐ 20/2020/QĐ-TTg
(codes of agencies); see docs/law/areas.md.

Refuses: two units under one code on one day; a succession chosen without a person and a
document; authority for a disabled account, an expired appointment or an agency that is no more.
"""
