"""One room per subject of the law, from `ledger` (knows nobody) up to what knows all below."""
