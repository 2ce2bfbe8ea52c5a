import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Sessions that restarted leave memory, come back, and go over to the next process.
struct RestartedSessionTests {
    /// A call that plays something at each signal and restarts.
    private static let rounds = [
        "desk": """
        flow { locale = "en-US", voice = "v" }
        on("IncomingCall", function(call)
          call:answer()
          call:play { text = "Welcome." }
          restart("round", { number = 1 })
        end)
        on("Restart", { handler = "round" }, function(call, event)
          wait_for("Signal")
          call:play { text = "Round " .. event.data.number .. ", " .. math.random(1000000), wait = false }
          restart("round", { number = event.data.number + 1 })
        end)
        """
    ]

    /// One round: a signal, and the events of its prompt.
    private static func round(_ harness: RuntimeHarness, _ id: SessionID, _ number: Int) async throws {
        #expect(await harness.signal(id, "go \(number)") == .accepted)
        try await harness.idle()
        #expect(harness.sender.texts.last?.hasPrefix("play c1 Round \(number), ") == true)
        let context = "\(number + 2).1"
        #expect(await harness.callback(id, "PlayCompleted", context: context, id: "round \(number)") == .accepted)
        try await harness.idle()
    }

    private static func end(_ harness: RuntimeHarness, _ id: SessionID) async throws {
        #expect(await harness.callback(id, "CallDisconnected", id: "over") == .accepted)
        try await harness.idle()
        try await harness.clock.advance(301)
        try await harness.idle()
        #expect(try await harness.end(id) != nil)
    }

    @Test func aLongSessionThatRestartsLeavesMemory() async throws {
        var settings = RuntimeSettings()
        settings.memoryTarget = 1
        settings.maxReplayCost = 8
        try await RuntimeHarness.run(Self.rounds, RuntimeHarness.Outside(), settings: settings) { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            for number in 1...8 {
                #expect(await harness.inMemory() == 0, "as many inputs as two rounds have would keep it")
                try await Self.round(harness, id, number)
            }
            let numbers = Set(harness.sender.texts.compactMap { $0.split(separator: ", ").dropFirst().first })
            #expect(numbers.count == 8, "each world has random numbers of its own")
            try await Self.end(harness, id)
        }
    }

    @Test func theNextProcessGoesOnFromTheRestart() async throws {
        let processes = TwoProcesses(Self.rounds)
        try await processes.first { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            for number in 1...3 { try await Self.round(harness, id, number) }
        }
        try await processes.second { harness, report in
            #expect(report.sessions == 1)
            let id = try await harness.session()
            #expect(await harness.callback(id, "PlayCompleted", context: "3.1", id: "round 1") == .duplicate)
            for number in 4...5 { try await Self.round(harness, id, number) }
            #expect(try await harness.story(id).count { $0 == "resume" } == 1)
            try await Self.end(harness, id)
        }
    }

    @Test func everyReplayOfASessionThatRestartsIsTheSame() async throws {
        var settings = RuntimeSettings()
        settings.alwaysReplay = true
        try await RuntimeHarness.run(Self.rounds, RuntimeHarness.Outside(), settings: settings) { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            for number in 1...4 { try await Self.round(harness, id, number) }
            try await Self.end(harness, id)
            #expect(try await harness.end(id)?.way == .finished)
        }
    }

    @Test func aPersonsReplayBeginsAtTheRestart() async throws {
        let processes = TwoProcesses(Self.rounds)
        try await processes.first { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            for number in 1...2 { try await Self.round(harness, id, number) }
        }
        let files = Dictionary(uniqueKeysWithValues: Self.rounds.map { ("\($0.key)/main.lua", Array($0.value.utf8)) })
        let generation = try #require(
            FlowLoader.load(FlowSources(files: files), environment: FlowEnvironment()).generation)
        let player = JournalPlayer(
            processes.memory, generation: { _, _ in generation },
            prepare: { action, connection, _ in try FakeWire.prepare(action, callConnectionID: connection) })
        let id = try #require(try await processes.memory.openSessions().first?.id)
        let records = try await processes.memory.records(of: id)
        let restarts = records.filter(\.body.isRestart).map(\.seq)
        var steps: [JournalPlayer.Step] = []
        let verdict = try await player.play(id) { steps.append($0) }
        #expect(verdict == .replays(records: records.count - restarts[2], since: restarts[2]))
        #expect(steps.map(\.seq) == Array(restarts[2]...records.count))
        #expect(steps.first?.kind == "restart" && steps.first?.text == "round")
        steps = []
        let earlier = try await player.play(id, until: restarts[2]) { steps.append($0) }
        #expect(steps.first?.seq == restarts[1] && (steps.last?.seq ?? 0) >= restarts[2])
        #expect(earlier == .replays(records: steps.count - 1, since: restarts[1]))
        let first = try await player.play(id, until: restarts[0]) { steps.append($0) }
        #expect(first == .replays(records: restarts[0]))
    }
}
