import CallModel
import Testing

@testable import FlowEngine

struct FlowInstanceTests {
    @Test func handlersRunInOrderOfRegistrationAndTasksFirstInFirstOut() throws {
        let driver = try InstanceDriver(
            """
            on("Launch", function()
              log.info("a1")
              spawn(function() log.info("s1") sleep(1) log.info("s2") end)
              log.info("a2")
              all { function() log.info("x") end, function() log.info("y") end }
              log.info("a3")
            end)
            on("Launch", function() log.info("b") end)
            """)
        try driver.fire("Launch", call: nil)
        #expect(driver.said == ["a1", "a2", "b", "s1", "x", "y", "a3"])
        driver.settle(3)
        #expect(driver.said.last == "s2")
    }

    @Test func aHandlerGetsTheCallThenTheEvent() throws {
        let driver = try InstanceDriver(
            """
            on("CallConnected", function(call) log.info(call.from .. call.to .. call.caller_display_name) end)
            on("CallConnected", function(...) log.info(select("#", ...) .. select(2, ...).name) end)
            on("Signal", function(call, event) log.info(tostring(call) .. event.name .. event.id .. event.time .. event.raw) end)
            on("Launch", function(event) log.info(event.name .. event.session .. event.params.session) end)
            on("Launch", function() log.info("none") end)
            """)
        try driver.fire("CallConnected")
        try driver.fire("Signal", call: nil, ["a": 1])
        try driver.fire("Launch", call: nil, ["params": ["session": "mine"], "session": "0123"])
        #expect(
            driver.said
                == ["+142555501008:acs:botAda", "2CallConnected", "nilSignalet{\"a\":1}", "Launch0123mine", "none"])
    }

    @Test func allGivesTheFirstResultOfEach() throws {
        let driver = try InstanceDriver.launched(
            """
            local a, b, c = all {
              function() sleep(1) return 1, "dropped" end, function() end, function() return 3 end,
            }
            log.info(tostring(a) .. tostring(b) .. tostring(c))
            log.info(select("#", all {}))
            """)
        driver.settle(3)
        #expect(driver.said == ["1nil3", "0"])
    }

    @Test func aRaceGivesTheWinnerAndCancelsTheOthers() throws {
        let driver = try InstanceDriver.launched(
            """
            local n, a, b = race {
              function() local ok, err = pcall(sleep, 9) log.info(err.reason) sleep(1) log.info("still") end,
              function() sleep(1) return "a", "b" end,
              function() race { function() sleep(7) end, function() sleep(8) end } end,
            }
            log.info(n .. a .. b)
            """)
        #expect(driver.asks.map(\.task) == [3, 4, 7, 8])
        driver.settle(4)
        #expect(driver.said == ["cancelled", "2ab"])
        #expect(driver.trace.filter { $0.hasPrefix("abandoned") } == ["abandoned 3", "abandoned 7", "abandoned 8"])
        driver.settle(3)
        #expect(driver.said.last == "still", "one that catches its cancellation goes on")
        #expect(driver.instance.openTasks == 0)
    }

    @Test func aRaceIsDecidedBeforeTheOthersBegin() throws {
        let driver = try InstanceDriver.launched(
            """
            local n, value = race { function() return "first" end, function() log.info("never") end }
            log.info(n .. value)
            """)
        #expect(driver.said == ["1first"])
        #expect(driver.instance.openTasks == 0)
    }

    @Test func anErrorInABlockIsTheBlocksAndCancelsTheRest() throws {
        let driver = try InstanceDriver.launched(
            """
            local ok, err = pcall(all, { function() sleep(1) end, function() error("oops") end })
            log.info(err)
            within(5, function() error({ code = 7 }) end)
            """)
        #expect(driver.said.first?.hasSuffix(": oops") == true)
        #expect(driver.failures.map(\.message) == ["an error value that is a table was raised"])
        #expect(driver.instance.openTasks == 0)
    }

    @Test func aMistakeWhileBeingCancelledIsStillTold() throws {
        let driver = try InstanceDriver.launched(
            "race { function() sleep(1) end, function() pcall(sleep, 2) error('while cleaning') end }")
        driver.settle(3)
        #expect(driver.failures.first?.message.hasSuffix("while cleaning") == true)
    }

    @Test func withinGivesResultsOrTimeout() throws {
        let driver = try InstanceDriver.launched(
            """
            log.info(within(5, function() sleep(1) return "done" end))
            local r, err = within(5, function() sleep(1) end)
            log.info(tostring(r) .. err.reason)
            """)
        driver.settle(3)
        #expect(driver.said == ["done"])
        #expect(driver.trace.contains("abandoned 1"), "the deadline is forgotten")
        driver.instance.deadlineReached(1)
        driver.run()
        #expect(driver.said == ["done", "niltimeout"])
    }

    @Test func tasksAreJoined() throws {
        let driver = try InstanceDriver.launched(
            """
            local a = spawn(function() sleep(1) return 1, 2 end)
            local b = spawn(function() return "b" end)
            local c = spawn(function() sleep(1) error("oops") end)
            local x, y = a:wait()
            log.info(x .. y .. b:wait() .. b:wait() .. select(2, pcall(c.wait, c)))
            """)
        driver.settle(2)
        driver.settle(4)
        #expect(driver.said.first?.hasPrefix("12bbtest/main.lua:4: oops") == true, "\(driver.said)")
        #expect(driver.failures.isEmpty, "its error went to the one who waited")
    }

    @Test func aTaskThatIsCancelledTellsWhoWaits() throws {
        let driver = try InstanceDriver.launched(
            """
            local early = spawn(function() log.info("never") end)
            early:cancel()
            local late = spawn(function() sleep(9) end)
            sleep(1)
            late:cancel()
            for _, task in ipairs { early, late } do
              local r, err = task:wait()
              log.info(tostring(r) .. err.reason)
            end
            """)
        driver.settle(1)
        #expect(driver.said == ["nilcancelled", "nilcancelled"])
        #expect(driver.failures.isEmpty)
    }

    @Test func aTaskThatCancelsItselfStopsAtItsNextWait() throws {
        let driver = try InstanceDriver.launched(
            """
            local task
            task = spawn(function()
              task:cancel()
              log.info("running")
              sleep(1)
              log.info("never")
            end)
            """)
        #expect(driver.said == ["running"])
        #expect(driver.asks.isEmpty)
        #expect(driver.instance.openTasks == 0)
    }

    @Test func aTaskCannotWaitForItself() throws {
        let driver = try InstanceDriver.launched("local t t = spawn(function() t:wait() end)")
        #expect(driver.failures.first?.message.contains("a task cannot wait for itself") == true)
    }

    @Test func tooManyTasksAreAMistake() throws {
        var limits = FlowLimits()
        limits.tasks = 5
        let driver = try InstanceDriver.launched(
            """
            log.info(select(2, pcall(function() for i = 1, 9 do spawn(function() sleep(i) end) end end)))
            log.info(select(2, pcall(all, { function() sleep(1) end })))
            """, limits: limits)
        #expect(driver.said.count == 2)
        #expect(driver.said.allSatisfy { $0.contains("more than 5 tasks") })
        #expect(driver.instance.openTasks == 4)
    }

    @Test func waitsPassThroughPcallIteratorsAndOwnCoroutines() throws {
        let driver = try InstanceDriver.launched(
            """
            log.info(tostring(pcall(sleep, 1)))
            for value in coroutine.wrap(function() sleep(1) coroutine.yield("from inside") end) do log.info(value) end
            local ok, err = pcall(table.sort, { 1, 2 }, function(a, b) sleep(1) return a < b end)
            log.info(err)
            """)
        driver.settle(1)
        driver.settle(1)
        #expect(driver.said.prefix(2) == ["true", "from inside"])
        driver.settle(1)
        #expect(driver.said.last?.contains("cannot wait inside a callback") == true, "\(driver.said)")
    }

    @Test func callDataIsSharedAmongHandlers() throws {
        let driver = try InstanceDriver(
            """
            on("CallConnected", function(call) call.data.count = 1 end)
            on("PlayStarted", function(call) call.data.count = call.data.count + 1 log.info(call.data.count) end)
            """)
        try driver.fire("CallConnected")
        try driver.fire("PlayStarted")
        #expect(driver.said == ["2"])
    }

    @Test func anUnknownFieldOfACallSuggests() throws {
        let driver = try InstanceDriver.handling("log.info(call.form)")
        #expect(driver.failures.first?.message == "test/main.lua:2: a call has no 'form'; did you mean 'from'?")
    }

    @Test func logsHavePlaceLevelAndFields() throws {
        let driver = try InstanceDriver.launched(
            #"log.warning("careful", { count = 2, names = { "a", b = true }, ok = false }) log.debug(7)"#)
        #expect(
            driver.logs == [
                FlowLogEntry(
                    level: "warning", message: "careful",
                    fields: [("count", "2"), ("names", "{\"a\", b = true}"), ("ok", "false")],
                    place: "test/main.lua:2"),
                FlowLogEntry(level: "debug", message: "7", place: "test/main.lua:2"),
            ])
    }

    @Test func wrongPhaseNamesBoth() throws {
        let driver = try InstanceDriver.launched("on(\"Signal\", function() end)")
        #expect(
            driver.failures.first?.message.hasSuffix(
                "on belongs at a file's top level (the load phase), not into a handler (the call phase)") == true)
    }

    @Test func functionsGivenToTheHostAreLetGo() throws {
        let driver = try InstanceDriver.launched(
            """
            local function work() return function() end end
            while true do
              for i = 1, 20 do
                all { work, work }
                race { work, work }
                within(1, work)
                log.debug("x", { f = work })
                pcall(wait_for, "Signal", { x = work })
                pcall(spawn, { work })
                pcall(error, work)
              end
              sleep(1)
            end
            """)
        // Tasks that are spawned are left out: the engine keeps each object that it ever made.
        var most = (early: 0, late: 0)
        for round in 0..<400 {
            driver.instance.beginInput(at: 100)
            driver.settle(1)
            let bytes = driver.instance.world.memoryBytes
            if round < 100 { most.early = max(most.early, bytes) } else { most.late = max(most.late, bytes) }
        }
        #expect(driver.stops.isEmpty)
        #expect(driver.failures.isEmpty)
        #expect(most.late < most.early * 2, "\(most)")
        #expect(driver.instance.openTasks == 1)
    }
}
