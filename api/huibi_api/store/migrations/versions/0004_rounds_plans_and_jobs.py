"""rounds, plans and jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("attempts_most", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=128), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("spent", sa.Double(), nullable=False),
        sa.Column("checkpoint", sa.LargeBinary(), nullable=True),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("subject", name=op.f("uq_jobs_subject")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_open", ["state", "created_at"], unique=False)

    op.create_table(
        "job_events",
        sa.Column("job", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name=op.f("fk_job_events_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job", "number", name=op.f("pk_job_events")),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("spec", sa.LargeBinary(), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_rounds_register")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("office", "code", name=op.f("uq_rounds_office_code")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rounds_office"), ["office"], unique=False)

    op.create_table(
        "round_offices",
        sa.Column("round", sa.String(length=26), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_round_offices_round"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "office", name=op.f("pk_round_offices")),
    )
    with op.batch_alter_table("round_offices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_offices_office"), ["office"], unique=False)

    op.create_table(
        "screenings",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("round", sa.String(length=26), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("register_version", sa.Integer(), nullable=False),
        sa.Column("round_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("policy", sa.String(length=64), nullable=True),
        sa.Column("findings", sa.LargeBinary(), nullable=True),
        sa.Column("problem", sa.LargeBinary(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_screenings_round"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screenings")),
    )
    with op.batch_alter_table("screenings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screenings_office"), ["office"], unique=False)
        batch_op.create_index(batch_op.f("ix_screenings_round"), ["round"], unique=False)

    op.create_table(
        "plans",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("problem_id", sa.String(length=255), nullable=False),
        sa.Column("problem", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("roster", sa.LargeBinary(), nullable=True),
        sa.Column("roster_status", sa.String(length=16), nullable=True),
        sa.Column("solver", sa.JSON(), nullable=True),
        sa.Column("round", sa.String(length=26), nullable=True),
        sa.Column("stage", sa.Integer(), nullable=True),
        sa.Column("screening", sa.String(length=26), nullable=True),
        sa.Column("start", sa.String(length=26), nullable=True),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_plans_round")),
        sa.ForeignKeyConstraint(["screening"], ["screenings.id"], name=op.f("fk_plans_screening")),
        sa.ForeignKeyConstraint(["start"], ["plans.id"], name=op.f("fk_plans_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plans_office"), ["office"], unique=False)
        batch_op.create_index(batch_op.f("ix_plans_round"), ["round"], unique=False)

    op.create_table(
        "round_steps",
        sa.Column("round", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=26), nullable=True),
        sa.Column("register_version", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(length=26), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name=op.f("fk_round_steps_plan")),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_round_steps_round"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "number", name=op.f("pk_round_steps")),
    )
    op.create_table(
        "self_checks",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("round", sa.String(length=26), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("code", sa.LargeBinary(length=32), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("whole_list", sa.Boolean(), nullable=False),
        sa.Column("plan", sa.String(length=26), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declarations", sa.JSON(), nullable=True),
        sa.Column("waived_by", sa.String(length=26), nullable=True),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived_reason", sa.Text(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name=op.f("fk_self_checks_plan")),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_self_checks_round"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_checks")),
        sa.UniqueConstraint("code", name=op.f("uq_self_checks_code")),
    )
    with op.batch_alter_table("self_checks", schema=None) as batch_op:
        batch_op.create_index("ix_self_checks_current", ["round", "person", "superseded_at"], unique=False)

    op.create_table(
        "stage_results",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("round", sa.String(length=26), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(length=26), nullable=False),
        sa.Column("register_version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=26), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name=op.f("fk_stage_results_plan")),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_stage_results_round"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_results")),
    )
    with op.batch_alter_table("stage_results", schema=None) as batch_op:
        batch_op.create_index("ix_stage_results_current", ["round", "stage", "superseded_at"], unique=False)
