import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// How the end of a call passes through blocks and tasks.
struct TaskEndTests {
    @Test func theEndOfACallInABlockEndsTheBlockAndWhatRunsBesideIt() throws {
        let driver = try ActionTests.connected(
            """
            race {
              function() call:play { text = "music" } end,
              function() local ok, err = pcall(sleep, 1000) log.info("beside: " .. err.reason) end,
            }
            log.info("not reached")
            """, hooks: #"on("FlowError", function() log.info("error") end)"#)
        driver.disconnect()
        try driver.answer("2", 202)
        #expect(driver.said == ["beside: cancelled"])
        #expect(driver.end?.way == .finished)
        #expect(driver.timers.isEmpty)
        try driver.verify()
    }

    @Test func aSpawnedTaskGoesOnAfterTheCall() throws {
        let driver = try ActionTests.connected(
            #"spawn(function() sleep(5) log.info("after " .. call.state) end) call:play { text = "hi" }"#)
        driver.disconnect()
        try driver.answer("2", 202)
        driver.advance(5)
        #expect(driver.said == ["after disconnected"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func whoWaitsForATaskHearsOfTheEndOfItsCall() throws {
        let driver = try ActionTests.connected(
            """
            local task = spawn(function() call:play { text = "hi" } end)
            local ok, err = pcall(task.wait, task)
            log.info(err.reason)
            task:wait()
            log.info("not reached")
            """)
        driver.disconnect()
        try driver.answer("2", 202)
        #expect(driver.said == ["call_ended"])
        #expect(driver.complaints.isEmpty)
        try driver.verify()
    }

    @Test func waitsAreEndedInTheOrderOfOperations() throws {
        let driver = try ActionTests.connected(
            """
            for i = 1, 5 do
              spawn(function()
                local ok, err = pcall(call.play, call, { text = "x" })
                log.info(i .. err.reason)
              end)
            end
            """)
        driver.disconnect()
        #expect(driver.said == (1...5).map { "\($0)call_ended" })
        try driver.verify()
    }

    @Test func closingValuesMayWait() throws {
        let driver = try ActionTests.connected(
            """
            local after <close> = setmetatable({}, { __close = function() sleep(2) log.info("closed at last") end })
            call:play { text = "hi" }
            """)
        driver.disconnect()
        try driver.answer("2", 202)
        #expect(driver.end == nil)
        driver.advance(2)
        #expect(driver.said == ["closed at last"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aCancelledTaskClosesItsValues() throws {
        let driver = try ActionTests.connected(
            """
            local music = call:play { text = "music", loop = true }
            within(3, function()
              local done <close> = setmetatable({}, { __close = function() music:cancel() end })
              sleep(100)
            end)
            log.info("on")
            call:hang_up()
            """)
        try driver.answer("2", 202)
        driver.advance(3)
        #expect(driver.said == ["on"])
        #expect(driver.sent.last?.contains("hang_up") == true)
        try driver.verify()
    }
}
