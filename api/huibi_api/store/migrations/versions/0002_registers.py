"""registers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "registers",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registers")),
    )
    with op.batch_alter_table("registers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registers_office"), ["office"], unique=False)

    op.create_table(
        "imports",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("skip_faulty", sa.Boolean(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("faults", sa.LargeBinary(), nullable=True),
        sa.Column("changes", sa.LargeBinary(), nullable=True),
        sa.Column("taken_as", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_imports_register")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_office"), ["office"], unique=False)
        batch_op.create_index(batch_op.f("ix_imports_register"), ["register"], unique=False)

    op.create_table(
        "reg_kin",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("relative", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("since_day", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("raised", sa.Boolean(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_kin_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_kin")),
    )
    with op.batch_alter_table("reg_kin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_kin_office"), ["office"], unique=False)
        batch_op.create_index(batch_op.f("ix_reg_kin_relative"), ["relative"], unique=False)
        batch_op.create_index("ix_reg_kin_subject", ["register", "person"], unique=False)
        batch_op.create_index("ix_reg_kin_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_persons",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("birth", sa.Date(), nullable=True),
        sa.Column("died", sa.Date(), nullable=True),
        sa.Column("id_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id_number_search", sa.LargeBinary(length=32), nullable=True),
        sa.Column("native_place", sa.Text(), nullable=True),
        sa.Column("growth_place", sa.Text(), nullable=True),
        sa.Column("politics", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_persons_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_persons")),
    )
    with op.batch_alter_table("reg_persons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_persons_id_number_search"), ["id_number_search"], unique=False)
        batch_op.create_index(batch_op.f("ix_reg_persons_office"), ["office"], unique=False)
        batch_op.create_index("ix_reg_persons_subject", ["register", "id"], unique=False)
        batch_op.create_index("ix_reg_persons_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_postings",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("oversees", sa.JSON(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_postings_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_postings")),
    )
    with op.batch_alter_table("reg_postings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_postings_office"), ["office"], unique=False)
        batch_op.create_index("ix_reg_postings_subject", ["register", "person"], unique=False)
        batch_op.create_index(batch_op.f("ix_reg_postings_unit"), ["unit"], unique=False)
        batch_op.create_index("ix_reg_postings_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_regions",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_regions_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_regions")),
    )
    with op.batch_alter_table("reg_regions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_regions_office"), ["office"], unique=False)
        batch_op.create_index("ix_reg_regions_subject", ["register", "code"], unique=False)
        batch_op.create_index("ix_reg_regions_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_service",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("troop", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_service_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_service")),
    )
    with op.batch_alter_table("reg_service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_service_office"), ["office"], unique=False)
        batch_op.create_index("ix_reg_service_subject", ["register", "person"], unique=False)
        batch_op.create_index("ix_reg_service_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "reg_units",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("system", sa.Text(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_reg_units_register")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_reg_units")),
    )
    with op.batch_alter_table("reg_units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reg_units_office"), ["office"], unique=False)
        batch_op.create_index("ix_reg_units_subject", ["register", "id"], unique=False)
        batch_op.create_index("ix_reg_units_version", ["register", "until", "since"], unique=False)

    op.create_table(
        "register_versions",
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=26), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("aliases", sa.LargeBinary(), nullable=False),
        sa.Column("absent", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["registers.id"], name=op.f("fk_register_versions_register")),
        sa.PrimaryKeyConstraint("register", "number", name=op.f("pk_register_versions")),
    )
