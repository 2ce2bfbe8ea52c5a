import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// What a restart keeps of a session: everything.
struct SessionSnapshotTests {
    private func names(_ value: Any) -> Set<String> {
        Set(Mirror(reflecting: value).children.compactMap { $0.label.map { $0.replacing(/^_/, with: "") } })
    }

    @Test func everyPropertyOfASessionIsKeptOrNeedsNotBe() throws {
        let driver = try MachineDriver(#"on("Launch", function() sleep(100) end)"#, launch: [:])
        let kept = names(SessionSnapshot(driver.machine, call: nil)).subtracting(["call", "calls", "place"])
        let notKept: Set<String> = [
            // Of the process, or of the beginning.
            "id", "flow", "context", "limits", "source", "apiVersion", "patterns", "attempts",
            // New with the world; its calls and its place are kept apart.
            "instance", "eventWaits", "queues", "inputs",
            // Of the record, or of the slice that is built anew from it.
            "at", "seq", "slice", "recordedStop",
            // A session that ends or stops does not restart.
            "hasEnded", "stopReport", "onStopped",
        ]
        #expect(names(driver.machine) == kept.union(notKept), "is a new property of the session kept over a restart?")
        #expect(kept.isDisjoint(with: notKept))
    }

    /// What is written by hand, with all its properties.
    @Test func theTableOfTimersIsWrittenWhole() throws {
        #expect(names(TimerTable()) == ["timers", "numbers", "last"])
        #expect(names(PreparedRequest(method: "", path: "")) == ["method", "path", "body", "takesRepeatability"])
        #expect(names(CallEvent(id: "", name: "")) == ["id", "name", "source", "subject", "time", "data"])
    }

    /// Whoever changes this raises the version: journals of running sessions hold it.
    @Test func theFormIsThatOfItsVersion() throws {
        let driver = try MachineDriver(#"on("IncomingCall", function(call) call:answer() sleep(100) end)"#)
        try driver.connect()
        let text = String(decoding: SessionSnapshot(driver.machine, call: nil).encoded, as: UTF8.self)
        let legs = #"""
            "legs":{"1":{"callConnectionID":"c1","elsewhere":[],"fenced":[],"givenUp":{},"hangsUpWhenConnected":false,
            "hasEnded":false,"hasLine":false,"incomingCallContext":"offer-token","isBeingEnded":false,
            "media":{"entries":[]},"number":1,"open":[],"opener":"1","ownIDs":["4:+18005550199"],
            "participantsSequence":-9223372036854775808,"queue":[],"refusedHangUps":0,"state":"connected",
            "wasJoined":false,"wasMade":false,"wasResumed":false}}
            """#.replacing("\n", with: "")
        #expect(text.contains(legs), "\(text)")
        #expect(text.contains(#""open":[{"due":1100,"number":2,"purpose":{"sleep":{"task":1}}}]"#), "\(text)")
        #expect(text.hasSuffix(#","version":1}"#) && SessionSnapshot.version == 1)
    }

    @Test func whatIsReadIsWrittenAgain() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              spawn(function() call:play { text = "ä\\0/", wait = false } end)
              spawn(function() call:recognize { text = "?", dtmf = { max = 2 } } end)
              spawn(function() call:add_participant { target = "8:acs:a_b", custom_context = { voip = { a = "b" } } } end)
              spawn(function() call:move_participants { targets = { "8:acs:a_b" }, from_call = "c9" } end)
              spawn(function() create_call { target = { "8:acs:a_b", "8:acs:a_c" } } end)
              spawn(function() launch("test", { deep = { 1, 2.5, "x" } }) end)
              spawn(function() wait_for("Signal") end)
              within(100, function() sleep(1000) end)
            end)
            """)
        try driver.connect()
        for step in 0..<12 {
            let bytes = SessionSnapshot(driver.machine, call: step).encoded
            let read = try #require(SessionSnapshot(bytes))
            #expect(read.encoded == bytes)
            #expect(read.call == step)
            #expect(read.operations.openCount == driver.machine.operations.openCount)
            #expect(read.timers.open.map(\.due) == driver.machine.timers.open.map(\.due))
            switch step {
            case 0...8: if driver.sends.count > step { try driver.answer(driver.sends[step].op, 202) }
            default: driver.advance(5)
            }
        }
        try driver.verify()
    }

    @Test func whatIsDamagedOrOfAnotherVersionIsNotRead() throws {
        let driver = try MachineDriver(#"on("Launch", function() sleep(100) end)"#, launch: [:])
        let bytes = SessionSnapshot(driver.machine, call: nil).encoded
        #expect(SessionSnapshot(bytes) != nil)
        let text = String(decoding: bytes, as: UTF8.self)
        for wrong in ["", "{}", "[]", text.replacing("\"version\":1", with: "\"version\":2"), String(text.dropLast())] {
            #expect(SessionSnapshot(Array(wrong.utf8)) == nil, "\(wrong)")
        }
    }
}
