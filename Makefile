# Kotokaari: `make demo` opens a running house, `make test` is what CI runs.

PORT ?= 8000
PYTHON ?= python3
PY = .venv/bin/python
UV = .venv/bin/uv
export UV_PYTHON_DOWNLOADS = never
export PYTHONUNBUFFERED = 1
# Compiled modules are kept: every start would compile a thousand of them anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check bench kill wheel lock assets messages screenshots format clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: .venv/.demo assets messages ## a running house with the demo region in it (PORT=8000)
	@KOTOKAARI_DATA="$${KOTOKAARI_DATA:-.demo}" $(PY) -m kotokaari demo --port $(PORT)

test: .venv/.test assets messages ## everything CI runs
	@$(PY) -m tools.checks all

check: .venv/.test assets messages ## the quick part, in under two minutes
	@$(PY) -m tools.checks quick

bench: .venv/.test assets messages ## the benchmarks (BENCH_PEERS=1 measures the peers too)
	@$(PY) -m bench

kill: .venv/.test assets messages ## kill the server fifty times while people write, on both databases
	@$(PY) -m tests.ops.killing 50

screenshots: .venv/.test assets messages ## the pictures in docs/screenshots
	@$(PY) -m tools.screenshots

wheel: .venv/.test assets messages ## dist/kotokaari-*.whl, with assets and messages in it
	@rm -rf dist && $(PY) -m hatchling build -t wheel && ls dist

format: .venv/.test ## write the code the way ruff does
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

lock: .venv/.demo ## resolve the dependencies anew and write requirements/*.txt
	@rm -f uv.lock && $(UV) lock -q --python $(PY)
	@for set in "uv --only-group uv" "node --only-group node" "demo --no-default-groups --group build" \
	  "test --no-default-groups --group build --group test --group lint"; do \
	  set -- $$set; name=$$1; shift; \
	  $(UV) export -q --frozen --no-emit-project --no-header --format requirements-txt "$$@" -o requirements/$$name.txt >/dev/null; done
	@git diff --stat -- requirements

assets: | .venv/.demo
	@$(PY) tools/assets.py

messages: | .venv/.demo
	@$(PY) tools/messages.py compile >/dev/null

.venv/.demo: pyproject.toml requirements/demo.txt requirements/uv.txt requirements/node.txt tools/environment.py
	@command -v $(PYTHON) >/dev/null || { echo "Python 3 is missing. Install it:  sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) tools/environment.py demo
	@touch $@

.venv/.test: .venv/.demo requirements/test.txt
	@$(PYTHON) tools/environment.py test
	@touch $@

clean: ## throw away everything that was made (the demo's data too)
	@rm -rf .venv .demo node_modules build dist var kotokaari/ui/static/ui/build .mypy_cache .ruff_cache .pytest_cache
	@find kotokaari -name '*.mo' -delete
