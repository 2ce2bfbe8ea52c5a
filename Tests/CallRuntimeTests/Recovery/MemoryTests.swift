import CallJournal
import CallModel
import Testing

@testable import CallRuntime

/// Sessions leave memory when there is too little of it, and come back with their next input.
struct MemoryTests {
    @Test func aSessionThatLeftReturnsWithItsNextEvent() async throws {
        var settings = RuntimeSettings()
        settings.memoryTarget = 1
        try await RuntimeHarness.run(TwoProcesses.waiting, RuntimeHarness.Outside(), settings: settings) { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            #expect(await harness.inMemory() == 0)
            #expect(await harness.runtime.openSessions() == 1)
            #expect(await harness.callback(id, "PlayCompleted", context: "2.1", id: "played") == .duplicate)
            #expect(await harness.inMemory() == 0)
            #expect(await harness.signal(id) == .accepted)
            try await harness.idle()
            #expect(await harness.callback(id, "PlayCompleted", context: "3.1", id: "again") == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.suffix(2) == ["play c1 Again.", "hang_up c1 everyone"])
            #expect(await harness.callback(id, "CallDisconnected", id: "over") == .accepted)
            try await harness.idle()
            #expect(try await harness.end(id)?.way == .finished)
            #expect(try await harness.story(id).contains("resume") == false, "the process is the same")
            #expect(await harness.runtime.openSessions() == 0)
        }
    }

    @Test func whatHasNoAnswerYetStays() async throws {
        var settings = RuntimeSettings()
        settings.memoryTarget = 1
        let outside = RuntimeHarness.Outside(sender: RecordingSender(answers: false))
        try await RuntimeHarness.run(TwoProcesses.waiting, outside, settings: settings) { harness in
            #expect(await harness.incoming("a") == .accepted)
            try await harness.idle()
            #expect(await harness.inMemory() == 1)
            harness.sender.sent.first?.completion(.answered(status: 200, body: Array("{}".utf8)))
            try await harness.idle()
            #expect(await harness.inMemory() == 0)
        }
    }

    @Test
    func whatWasNotUsedForLongestLeavesFirst() async throws {
        let flows = ["job": "on('Launch', function() sleep(100000) end) on('Signal', function() end)"]
        var settings = RuntimeSettings()
        settings.memoryTarget = 1 << 30
        var each = 0
        func launched(_ harness: RuntimeHarness, _ count: Int) async throws -> [SessionID] {
            var ids: [SessionID] = []
            while ids.count < count {
                let (id, outcome) = await harness.launch("job")
                #expect(outcome == .accepted)
                // All on one shard, so that they share one bound.
                if harness.runtime.shard(of: id).index == 0 { ids.append(id) }
            }
            try await harness.idle()
            return ids
        }
        try await RuntimeHarness.run(flows, RuntimeHarness.Outside(), settings: settings) { harness in
            let ids = try await launched(harness, 4)
            each = await harness.runtime.shards[0].memory.total / ids.count
            #expect(each > 5_000)
        }
        // Room for four on each shard, and a little more; a fifth makes two leave.
        settings.memoryTarget = 2 * (4 * each + each / 2)
        try await RuntimeHarness.run(flows, RuntimeHarness.Outside(), settings: settings) { harness in
            let ids = try await launched(harness, 4)
            #expect(await harness.signal(ids[0]) == .accepted)
            #expect(await harness.signal(ids[2]) == .accepted)
            try await harness.idle()
            let more = try await launched(harness, 1)
            var stay: [SessionID] = []
            for id in ids + more where await harness.runtime.shard(of: id).isInMemory(id) { stay.append(id) }
            #expect(stay.last == more[0])
            #expect(!stay.contains(ids[1]), "it was used first")
            #expect(stay.contains(ids[2]))
        }
    }

    @Test func aTimerBringsASessionBack() async throws {
        let flows = ["job": "on('Launch', function() sleep(30) sleep(30) end)"]
        var settings = RuntimeSettings()
        settings.memoryTarget = 1
        try await RuntimeHarness.run(flows, RuntimeHarness.Outside(), settings: settings) { harness in
            let (id, _) = await harness.launch("job")
            try await harness.idle()
            #expect(await harness.inMemory() == 0)
            try await harness.clock.advance(29)
            try await harness.idle()
            #expect(try await harness.story(id).last != "timer 1")
            try await harness.clock.advance(1)
            try await harness.idle()
            #expect(try await harness.story(id).last == "timer 1")
            #expect(await harness.inMemory() == 0)
            try await harness.clock.advance(30)
            try await harness.idle()
            #expect(try await harness.end(id)?.way == .finished)
        }
    }

    @Test
    func aLongSessionStays() async throws {
        let flows = ["job": "on('Launch', function() sleep(100000) end) on('Signal', function() end)"]
        var settings = RuntimeSettings()
        settings.memoryTarget = 1
        settings.maxReplayCost = 3
        try await RuntimeHarness.run(flows, RuntimeHarness.Outside(), settings: settings) { harness in
            let (id, _) = await harness.launch("job")
            try await harness.idle()
            #expect(await harness.inMemory() == 0)
            for _ in 0..<3 {
                #expect(await harness.signal(id) == .accepted)
                try await harness.idle()
            }
            #expect(await harness.inMemory() == 1)
        }
    }
}
