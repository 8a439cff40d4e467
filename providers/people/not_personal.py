"""The columns of every table that say nothing about a person; personal_data.py tells of all others."""

from collections.abc import Mapping

# What the tables hold besides: numbers of rows, states of the machinery, and the public register. What actors
# publish about themselves, names and mail addresses for contact too, is theirs to change on their own pages.
NOT_PERSONAL: Mapping[str, tuple[str, ...]] = {
    "absence": ("id", "choice_id"),
    "aggregate": (
        "id", "import_id", "row", "organisation_id", "listing_id", "target_group", "area", "first_quarter",
        "last_quarter", "measure", "n", "observed",
    ),
    "api_key": ("id", "organisation_id", "used_on"),
    "appeal": ("id", "decision_id", "state", "received_on", "answer", "answered_on"),
    "approval": (
        "id", "organisation_id", "basis", "ground", "municipalities", "target_groups", "valid_from",
        "valid_to", "revoked_on", "suspended_from", "suspended_to", "standards_version", "decision_id",
    ),
    "approval_case": (
        "id", "kind", "standards_version", "track", "employees", "municipalities", "target_groups", "ground",
        "touched_at", "told_at", "sent_at", "decide_by", "ended_at", "version",
    ),
    "audit_event": ("seq", "actor_kind", "previous_hash", "hash"),
    "audit_head": ("id", "seq", "hash"),
    "availability": ("listing_id", "places", "waiting_days", "confirmed_at"),
    "case_answer": ("case_id", "reused"),
    "case_check": ("id", "case_id", "evidence"),
    "case_document": ("id", "case_id", "kind", "size", "sha256", "reused"),
    "case_mix": ("id", "levels", "levels_hash"),
    "case_note": ("id", "case_id"),
    "catalogue_revision": ("id", "number", "changed_at"),
    "choice": ("id", "listing_version_id", "held_at", "version"),
    "choice_case": ("id", "version"),
    "choice_contact": ("choice_id",),
    "condition_follow_up": ("id", "decision_id", "number", "state"),
    "contact_look": ("id", "choice_id"),
    "decision": ("id", "organisation_id", "kind", "terms", "standards_version", "effective_on"),
    "document_content": ("sha256", "content"),
    "identity": ("id",),
    "inquiry": ("id", "case_id", "kind", "about", "due_on", "ended_at"),
    "invitation": ("id",),
    "letter": ("id", "organisation_id", "case_id", "decision_id", "inquiry_id", "kind", "content", "made_at"),
    "letter_file": ("letter_id", "sha256", "content", "made_at"),
    "listing": (
        "id", "organisation_id", "key", "slug", "p_number", "registered_on", "claimed_on", "withdrawn_at",
        "created_at",
    ),
    "listing_version": (
        "id", "listing_id", "number", "status", "content", "content_hash", "created_at", "published_at",
        "superseded_at",
    ),
    "login_session": ("id",),
    "look": ("id",),
    "membership": ("id",),
    "none_fits": ("id",),
    "objection": ("id", "release_id", "organisation_id", "upheld"),
    "one_time_link": ("id",),
    "organisation": ("id", "kind", "slug", "cvr", "municipality_code", "name", "simulated", "identified_by",
        "created_at"),
    "outbox_message": ("id", "kind", "due_at", "state", "attempts", "claimed_until", "last_error"),
    "portal_user": ("version",),
    "proposal": ("id", "case_id", "kind", "checks_hash", "state", "note"),
    "recovery_code": ("id",),
    "sign_up": ("id", "kind"),
    "release": (
        "id", "state", "simulated", "observed_until", "method_version", "code_version", "inputs", "fits",
        "input_hash", "results_hash", "preview_until", "published_at", "withdrawn_at", "note", "corrects_id",
        "patterns", "public_figures",
    ),
    "release_chart": ("release_id", "name", "language", "svg", "facts"),
    "release_order": ("id", "release_id", "corrects_id", "note", "state", "fact", "ended_at"),
    "result": (
        "id", "release_id", "level", "organisation_id", "listing_id", "target_group", "quarter", "measure",
        "n", "observed", "expected", "variance", "value", "value_lower", "value_upper", "ratio",
        "ratio_lower", "ratio_upper", "shrunken", "shrunken_lower", "shrunken_upper", "reliability", "grade",
        "reason", "people_missing", "hidden",
    ),
    "result_import": (
        "id", "kind", "file_hash", "mapping", "simulated", "observed_until", "rows", "accepted", "erased_at",
    ),
    "result_upload": (
        "id", "stored_as", "mapping_text", "good_rows_only", "state", "rows_done", "rows_total", "problems",
        "problem_count", "import_id", "ended_at",
    ),
    "scheduled_job": ("name", "next_at", "last_started_at", "last_ended_at", "last_error"),
    "sign_in_failure": ("id",),
    "spell": ("id", "import_id", "row"),
}  # fmt: skip
