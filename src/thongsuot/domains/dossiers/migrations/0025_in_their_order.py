"""Instants of a dossier stand in the order of the law, also where one is missing.

A comparison with nothing is neither true nor false, and a check lets that pass: decided without
processing, returned without a decision, issued without a signature.
"""

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Have the database refuse what the services never wrote."""

    dependencies = [
        ("catalogue", "0006_noted_when_changed"),
        ("dossiers", "0024_network_hours"),
        ("organisation", "0008_where_people_go"),
        ("people", "0002_key_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_signed_means_numbered_paper",
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_issued_only_when_signed",
        ),
        migrations.RemoveConstraint(
            model_name="dossier",
            name="dossier_received_has_a_due_date",
        ),
        migrations.RemoveConstraint(
            model_name="dossier",
            name="dossier_decided_after_processing_with_outcome",
        ),
        migrations.RemoveConstraint(
            model_name="dossier",
            name="dossier_returned_after_decision_to_someone",
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("number", ""), ("signed_at__isnull", True), ("signed_by__isnull", True)
                    ),
                    models.Q(
                        ("signed_at__gte", models.F("drafted_at")),
                        ("signed_at__isnull", False),
                        ("paper__isnull", False),
                        ("signed_by__isnull", False),
                        models.Q(("number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decision_signed_means_numbered_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_at__isnull", True), ("issued_by__isnull", True)),
                    models.Q(
                        ("issued_at__gte", models.F("signed_at")),
                        ("issued_by__isnull", False),
                        ("signed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="decision_issued_only_when_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_at__isnull", True),
                    models.Q(("due_at__gte", models.F("received_at")), ("due_at__isnull", False)),
                    _connector="OR",
                ),
                name="dossier_received_has_a_due_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("processing_at", None),
                        ("processing_at__gte", models.F("received_at")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("supplement_since", None),
                        ("supplement_since__gte", models.F("received_at")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("obligation_since", None),
                        ("obligation_since__gte", models.F("received_at")),
                        _connector="OR",
                    ),
                ),
                name="dossier_handled_after_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("outcome", "")),
                    models.Q(
                        ("decided_at__gte", models.F("processing_at")),
                        ("processing_at__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dossier_decided_after_processing_with_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned_at__isnull", True), ("returned_to", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("returned_at__gte", models.F("decided_at")),
                        models.Q(("returned_to", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dossier_returned_after_decision_to_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at", None),
                        (
                            "withdrawn_at__gte",
                            django.db.models.functions.comparison.Greatest(
                                "submitted_at", "received_at"
                            ),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("stopped_at", None),
                        (
                            "stopped_at__gte",
                            django.db.models.functions.comparison.Greatest(
                                "received_at", "processing_at"
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="dossier_left_after_it_came",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplementrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at", None),
                        ("answered_at__gte", models.F("asked_at")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("answer_by", None),
                        ("answer_by__gte", models.F("asked_at")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("window_ended_at", None),
                        ("window_ended_at__gte", models.F("asked_at")),
                        _connector="OR",
                    ),
                ),
                name="supplement_answered_after_it_was_asked",
            ),
        ),
    ]
