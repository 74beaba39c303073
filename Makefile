# make run and make test do their own set-up on a bare Debian 12; see README.md.
V := .venv
STATIC := api/huibi_api/static/app.js
PY := $(V)/bin/python
# Registries behind an office's own certificate authority: what Debian trusts is trusted by uv and npm too.
UV := $(V)/bin/uv --system-certs
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

.PHONY: run plan screenshots test lint soak bench-planning samples lock clean setup

setup: $(V)/.ok

# $(call need,package,test command): installs one Debian package if its test fails, or names it where there is no root.
define need
	@$(2) >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ]; then S=; elif sudo -n true 2>/dev/null; then S=sudo; else \
	    echo "需要系统软件包 $(1)：请让管理员执行 apt-get install $(1) (missing Debian package: $(1))" >&2; exit 1; fi; \
	  echo "installing $(1)"; $$S apt-get update -qq >/dev/null && \
	  DEBIAN_FRONTEND=noninteractive $$S apt-get install -y -qq --no-install-recommends $(1) >/dev/null; }
endef

$(V)/.ok: requirements/runtime.lock requirements/development.lock pyproject.toml hatch_build.py $(wildcard src/huibi/planning/kernel/*.[ch])
	$(call need,python3-venv,python3 -c 'import ensurepip; import venv')
	python3 -m venv $(V)
	$(PY) -m pip install -q --require-hashes -r requirements/uv.lock.txt
	$(UV) pip sync -q -p $(V) --compile-bytecode --require-hashes requirements/development.lock
	$(UV) pip install -q -p $(V) --no-deps --no-build-isolation -e .
	$(PY) -m compileall -q src api/huibi_api data/huibi_data  # each search starts a process: half of it would be compiling
	touch $@

.PHONY: tools-browser tools-postgres
tools-browser:
	$(call need,chromium,command -v chromium)
	$(call need,fonts-noto-cjk,fc-list :lang=zh | grep -q .)
tools-postgres:
	$(call need,postgresql,ls /usr/lib/postgresql/*/bin/initdb)

web/.ok: web/package-lock.json web/.npmrc
	$(call need,npm,command -v npm)
	npm ci --prefix web --silent --ignore-scripts
	touch $@

# The bundle is built, never committed.
api/huibi_api/static/app.js: web/.ok web/build.mjs $(wildcard web/src/*)
	node web/build.mjs

# Serves the invented city and county as web pages with a worker and one-time sign-ins; Ctrl-C ends it.
PORT := 8000
DATA := var
run: $(V)/.ok $(STATIC)
	$(V)/bin/huibi serve --demo --data $(DATA) --port $(PORT)

# Plans the committed small county and small city from their files and ends; the documents stand in out/.
plan: $(V)/.ok
	@for place in county city; do \
	  echo; echo "== data/huibi_data/samples/$$place → out/$$place"; \
	  $(V)/bin/huibi plan data/huibi_data/samples/$$place --round data/huibi_data/samples/$$place/round.toml \
	    --out out/$$place || exit 1; \
	done

test: $(V)/.ok $(STATIC) tools-browser tools-postgres
	$(PY) -m pytest -n 2 -m "not soak" $(ARGS)

# Remakes docs/pictures from the invented places.
screenshots: $(V)/.ok $(STATIC) tools-browser
	PYTHONPATH=tests $(PY) tests/browser/pictures.py

soak: $(V)/.ok $(STATIC) tools-browser tools-postgres
	$(PY) -m pytest -n 2 --hypothesis-profile=default $(ARGS)

# Planning beside one plain CP-SAT model, about five minutes: CASES="S1 M1 RL1 file.json.gz", SECONDS=60, BEST=best.json.
bench-planning: $(V)/.ok
	@$(PY) benchmarks/planning.py $(CASES) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(BEST),--best $(BEST))

# Draws the invented county and city and screens them: times, memory, ratios to networkx alone. Ctrl-C keeps what is said.
SCALE := 1
.PHONY: bench-screening
bench-screening: $(V)/.ok
	$(PY) benchmarks/screening.py --scale $(SCALE) $(PROFILES)

# Precision and recall of identity matching on invented doubles; SCALE=0.2 for a smaller place.
.PHONY: bench-matching
bench-matching: $(V)/.ok
	$(PY) benchmarks/matching.py --scale $(SCALE)
	$(PY) benchmarks/matching.py --profile city --scale $(SCALE)

lint: $(V)/.ok
	$(V)/bin/ruff check .
	$(V)/bin/ruff format --check .
	$(V)/bin/mypy
	$(V)/bin/lint-imports
	@if git grep -nIE 'pypi\.org|registry\.npmjs|files\.pythonhosted|deb\.debian' -- . ':!Makefile'; then echo "registry address in the repository" >&2; exit 1; fi

# Rewrites the lock files: hashes, no addresses.
lock:
	$(UV) pip compile -q --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements/runtime.lock
	$(UV) pip compile -q --universal --generate-hashes --no-header --no-annotate --group dev -c requirements/runtime.lock pyproject.toml -o requirements/development.lock

clean:
	rm -rf $(V) out var
