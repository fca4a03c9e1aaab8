# Everything here is also a command of bin/anju, for machines without make.
.PHONY: run test check bench fmt lock

run:
	@bin/anju run

# make test fast=1 leaves the browser out; make test args='-k name' passes words to pytest.
test:
	@bin/anju test $(if $(fast),--fast) $(if $(CI),--require-browser) $(args)

check:
	@bin/anju check

bench:
	@bin/anju bench

fmt:
	@bin/anju fmt

lock:
	@bin/anju lock
