"""Why a limit ends when it ends, as filters on what has one."""

from django import template

from thongsuot.entrypoints.shared import why_counted, why_limits

register = template.Library()
register.filter("why_offer", why_limits.why_offer)
register.filter("why_opinion", why_limits.why_opinion)
register.filter("with_why", why_limits.with_why)
register.filter("counts_days", why_limits.counts_days)
register.filter("why_ruling", why_limits.why_ruling)
register.filter("why_window", why_limits.why_window)
register.filter("why_objection", why_limits.why_objection)
register.filter("length_in_words", why_counted.length_in_words)
register.filter("meanwhile", why_limits.meanwhile)
