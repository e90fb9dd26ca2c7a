# Everything Recul's people do by hand. Needs Python 3.11 or newer and make; the rest is set up in .venv.
# The lock files hold names, versions and hashes only; where to fetch from is pip's own configuration.

VENV ?= .venv
PY := $(VENV)/bin/python
OUT ?= demo
# The first Python that is new enough; or name one: make PYTHON=/path/to/python3.12
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PIP := $(PY) -m pip --disable-pip-version-check install -qq
LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate $(UPGRADE)

.PHONY: help demo test lint bench calibrate picture lock clean
.DEFAULT_GOAL := help

help:  ## this list
	@grep -E '^[a-z]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/:.*  ## /\t/' | while IFS="$$(printf '\t')" read -r name text; do printf 'make %-10s %s\n' "$$name" "$$text"; done

demo: $(VENV)/.run  ## a report about a simulated brand whose truth is known, in demo/
	$(VENV)/bin/recul demo --out $(OUT)

test: $(VENV)/.dev  ## what CI runs: ruff, mypy, pytest; all three even when one fails
	@failed=0; \
	$(PY) -m ruff check . || failed=1; \
	$(PY) -m mypy || failed=1; \
	$(PY) -m pytest -n 2 || failed=1; \
	exit $$failed

lint: $(VENV)/.dev  ## ruff and mypy only
	$(PY) -m ruff check .
	$(PY) -m mypy

bench: $(VENV)/.dev $(VENV)-peers/.peers  ## Recul beside its peers: false alarms, power, cost (BENCH=--light: a look)
	VENV_PEERS=$(abspath $(VENV)-peers) $(PY) benchmarks/bench.py $(BENCH)
	$(PY) benchmarks/watch.py
	VENV_PEERS=$(abspath $(VENV)-peers) $(PY) benchmarks/alarms.py --nab

calibrate: $(VENV)/.dev  ## false alarms and power over seeded null worlds (long)
	$(PY) benchmarks/calibrate.py
	$(PY) benchmarks/brand.py
	$(PY) benchmarks/crisis.py
	$(PY) benchmarks/parts.py
	$(PY) benchmarks/hopeless.py
	$(PY) benchmarks/contradictions.py
	$(PY) benchmarks/voices.py
	$(PY) benchmarks/voices.py --change
	$(PY) benchmarks/response.py
	$(PY) benchmarks/bursts.py
	$(PY) benchmarks/alarms.py --quiet
	$(PY) benchmarks/worth.py
	$(PY) benchmarks/practice.py
	$(PY) benchmarks/worklog.py
	$(PY) benchmarks/tasks.py
	$(PY) benchmarks/audit.py
	$(PY) benchmarks/metrics.py
	$(PY) benchmarks/tone.py
	$(PY) benchmarks/ledger.py
	$(PY) benchmarks/statement.py
	$(PY) benchmarks/objectives.py
	$(PY) benchmarks/design.py
	$(PY) benchmarks/channels.py
	$(PY) benchmarks/claims_text.py
	$(PY) benchmarks/shares.py

picture: $(VENV)/.run  ## the README's picture of the report, taken by chromium
	$(VENV)/bin/recul demo --quiet --language en --out out/picture
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1000,1890 --virtual-time-budget=8000 \
	  --screenshot=docs/report.png file://$(CURDIR)/out/picture/report.html

lock: $(VENV)-lock/bin/uv  ## pin every dependency again (UPGRADE=--upgrade for newer versions)
	$< $(LOCK) pyproject.toml --group build -o requirements/run.txt
	$< $(LOCK) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	$< $(LOCK) requirements/peers.in -o requirements/peers.txt

clean:  ## removes what make made
	rm -rf $(VENV) $(VENV)-lock $(VENV)-peers demo out dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests benchmarks examples -name __pycache__ -type d -prune -exec rm -rf {} +

define ready
	@test -n "$(1)" && $(1) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Recul needs Python 3.11 or newer; none was found. Install one, or say where it is: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(1) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(1) cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
endef

$(VENV)/bin/python:
	$(call ready,$(PYTHON))
	$(PYTHON) -m venv --clear $(VENV)

# The stamps make a second run quick. The project itself is installed without network: hatchling is in both locks.
$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Recul runs on (once, a minute or so) ..."
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Recul and its tests run on (once, a minute or two) ..."
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# The peers live apart, so that Recul's own dependencies stay what they are. One that does not install is named in the
# results (failed.json), and the others are compared all the same.
$(VENV)-peers/.peers: requirements/peers.txt benchmarks/peers/install.py
	$(call ready,$(PYTHON))
	@echo "Installing the peers (once, some minutes; about 1 GB) ..."
	@$(PYTHON) -m venv --clear $(VENV)-peers
	@$(VENV)-peers/bin/python benchmarks/peers/install.py requirements/peers.txt
	@touch $@

$(VENV)-lock/bin/uv:
	$(call ready,$(PYTHON))
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip --disable-pip-version-check install --quiet uv
