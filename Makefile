# Two commands: `make demo` and `make test`. Everything else is for working on the project.
SWIFT ?= swift
LOGS := .build/logs

.PHONY: demo test spec-test sdk-test lint build setup fuzz sanitize bench chaos chaos-full chaos-test chaos-selftest clean help

help:
	@echo "make demo      set up, build, and show two calls to flows/reception"
	@echo "make test      set up, check the format, and run every test"
	@echo "make spec-test runs the specs of flows with a kill at each wait, under faults, and over HTTP"
	@echo "make sdk-test  drive the emulator with the official Python SDK only"
	@echo "make fuzz      compare every library function with stock Lua's on more than a million random cases, then run"
	@echo "               random flows and random events for HOOKSWITCH_FUZZ_SECONDS each (180)"
	@echo "make sanitize  run the engine's and the runtime's tests under the thread and address sanitizers, and those of"
	@echo "               servers and clients under the latter"
	@echo "make chaos     kill the runtime again and again under calls, and look for what was lost; about 15 minutes"
	@echo "make chaos-full      the same at every crash point 20 times and 500 times at random, under 200 calls; hours"
	@echo "make chaos-selftest  plant faults of ours and see that the campaign finds each"
	@echo "make bench     measure; takes about 20 minutes with its first release build"

setup:
	@scripts/setup.sh

build: setup
	$(SWIFT) build --product hookswitch

demo: build
	@scripts/demo.sh "$$($(SWIFT) build --show-bin-path)/hookswitch"

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks/Sources Benchmarks/Package.swift

# Tests that keep a processor or the disk busy for long, apart from those that talk over sockets: beside them, a
# connection may be left alone for so long that it is closed as idle, or a message for a minute.
BUSY_TESTS := LuaEngineTests|LuaSyntaxTests|CallJournalTests|CallRuntimeTests|FlowEngineTests|FlowCheckTests|FlowSpecsTests

test: setup lint
	$(SWIFT) test --parallel --filter '$(BUSY_TESTS)'
	$(SWIFT) test --parallel --skip '$(BUSY_TESTS)'
	@$(MAKE) --no-print-directory spec-test chaos-test sdk-test

# The specs of flows, stdlib and its guide: what they reach, with a kill at each wait, while the service misbehaves, and
# over HTTP; seven minutes.
FAULT_SEEDS ?= 3
TROUBLE = --crash-everywhere --faults all --fault-seeds $(FAULT_SEEDS)
spec-test: build
	$$($(SWIFT) build --show-bin-path)/hookswitch test flows --coverage
	$$($(SWIFT) build --show-bin-path)/hookswitch test flows $(TROUBLE)
	$$($(SWIFT) build --show-bin-path)/hookswitch test stdlib --stdlib stdlib $(TROUBLE)
	$$($(SWIFT) build --show-bin-path)/hookswitch test stdlib/guide --stdlib stdlib $(TROUBLE)
	$$($(SWIFT) build --show-bin-path)/hookswitch test flows --over http
	$$($(SWIFT) build --show-bin-path)/hookswitch test stdlib --stdlib stdlib --over http
	$$($(SWIFT) build --show-bin-path)/hookswitch test stdlib/guide --stdlib stdlib --over http

# The first run installs the SDK into .build/sdk-venv.
sdk-test: build
	@Tests/SDKConformance/run.sh "$$($(SWIFT) build --show-bin-path)/hookswitch"

# The same cases as in `make test`, but many; the seed is told by a failure and set by HOOKSWITCH_FUZZ_SEED. A crash
# leaves its flow in the temp folder, hookswitch-fuzz.lua.
fuzz: setup
	HOOKSWITCH_FUZZ_CASES=$${HOOKSWITCH_FUZZ_CASES:-1000000} $(SWIFT) test --filter Oracle
	HOOKSWITCH_FUZZ_SECONDS=$${HOOKSWITCH_FUZZ_SECONDS:-180} $(SWIFT) test --filter CallRuntimeTests.FuzzTests

# Two scratch folders, since sanitizers change every object file.
sanitize: setup
	TSAN_OPTIONS=halt_on_error=1 $(SWIFT) test --sanitize=thread --scratch-path .build-thread \
		--filter 'LuaEngineTests|FlowEngineTests|CallRuntimeTests|CallJournalTests'
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --sanitize=address --scratch-path .build-address \
		--filter 'LuaEngineTests|FlowEngineTests|CallRuntimeTests|CallJournalTests'
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --parallel --sanitize=address --scratch-path .build-address \
		--skip '$(BUSY_TESTS)|ProcessTests'

CHAOS := PYTHONDONTWRITEBYTECODE=1 python3 Tests/Chaos
CHAOS_SEED ?= 1

# What judges the campaigns is judged first.
chaos-test:
	@PYTHONDONTWRITEBYTECODE=1 python3 -m unittest discover -q -s Tests/Chaos

chaos: build chaos-test
	@$(MAKE) --no-print-directory spec-test FAULT_SEEDS=20
	$(CHAOS)/campaign.py "$$($(SWIFT) build --show-bin-path)/hookswitch" --seed $(CHAOS_SEED) --report .build/chaos.json \
		--kills-per-point 2 --random-kills 40 --calls 30 --round 40 --minutes 20

chaos-full: build chaos-test
	$(CHAOS)/campaign.py "$$($(SWIFT) build --show-bin-path)/hookswitch" --seed $(CHAOS_SEED) \
		--report .build/chaos-full.json --kills-per-point 20 --random-kills 500 --calls 200 --minutes 240 --round 40

# A build of its own: no other has the faults in it.
chaos-selftest: setup chaos-test
	$(SWIFT) build --product hookswitch --scratch-path .build-faults -Xswiftc -DHOOKSWITCH_FAULTS
	$(CHAOS)/selftest.py "$$($(SWIFT) build --scratch-path .build-faults --show-bin-path)/hookswitch" \
		--seed $(CHAOS_SEED)

bench: setup
	@Benchmarks/run.sh

clean:
	rm -rf .build .build-*
