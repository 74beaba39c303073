"""more of registers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "reg_declarations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("concerned", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_declarations_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_declarations")),
    )
    with op.batch_alter_table("reg_declarations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_declarations_office"), ["office"], unique=False)
        batch_op.create_index(batch_op.f("ix_reg_declarations_person"), ["person"], unique=False)
        batch_op.create_index("ix_reg_declarations_subject", ["register", "id"], unique=False)
        batch_op.create_index("ix_reg_declarations_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_history",
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_history_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_history")),
    )
    with op.batch_alter_table("reg_history", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_history_office"), ["office"], unique=False)
        batch_op.create_index("ix_reg_history_subject", ["register", "person"], unique=False)
        batch_op.create_index("ix_reg_history_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_interests",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since_day", sa.Date(), nullable=True),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_interests_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_interests")),
    )
    with op.batch_alter_table("reg_interests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_interests_office"), ["office"], unique=False)
        batch_op.create_index("ix_reg_interests_subject", ["register", "person"], unique=False)
        batch_op.create_index("ix_reg_interests_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_pool",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("county", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("specialities", sa.JSON(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("available_to", sa.Date(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_pool_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_pool")),
    )
    with op.batch_alter_table("reg_pool", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_pool_office"), ["office"], unique=False)
        batch_op.create_index("ix_reg_pool_subject", ["register", "person"], unique=False)
        batch_op.create_index("ix_reg_pool_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_rulings",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_rulings_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_rulings")),
    )
    with op.batch_alter_table("reg_rulings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_rulings_office"), ["office"], unique=False)
        batch_op.create_index("ix_reg_rulings_subject", ["register", "person"], unique=False)
        batch_op.create_index("ix_reg_rulings_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_same_person",
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_same_person_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_same_person")),
    )
    with op.batch_alter_table("reg_same_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_same_person_office"), ["office"], unique=False)
        batch_op.create_index("ix_reg_same_person_subject", ["register", "a"], unique=False)
        batch_op.create_index("ix_reg_same_person_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_studies",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("class_name", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_studies_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_studies")),
    )
    with op.batch_alter_table("reg_studies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_studies_office"), ["office"], unique=False)
        batch_op.create_index("ix_reg_studies_subject", ["register", "person"], unique=False)
        batch_op.create_index("ix_reg_studies_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_ties",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since_day", sa.Date(), nullable=True),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_ties_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_ties")),
    )
    with op.batch_alter_table("reg_ties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_ties_office"), ["office"], unique=False)
        batch_op.create_index(batch_op.f("ix_reg_ties_other"), ["other"], unique=False)
        batch_op.create_index("ix_reg_ties_subject", ["register", "person"], unique=False)
        batch_op.create_index("ix_reg_ties_version", ["register", "until", "since"], unique=False)
