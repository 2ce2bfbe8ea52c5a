import CallModel
import Testing

@testable import CallEmulator

/// What faults do to events on their way.
@Suite struct DeliveryFaultsTests {
    @Test func aDuplicateHasTheSameIDAndCountsAsAFurtherTry() throws {
        var bench = try DeliveryBench(["duplicate": ["seconds": 3]])
        bench.take("PlayStarted")
        bench.take("PlayCompleted")
        #expect(bench.sentEvents == ["PlayStarted", "PlayCompleted"])
        bench.drain()
        #expect(bench.sentEvents.sorted() == ["PlayCompleted", "PlayCompleted", "PlayStarted", "PlayStarted"])
        #expect(bench.times == [0, 0, 3, 3])
        #expect(bench.tries.contains("PlayStarted 2 200") && bench.failures.isEmpty)
    }

    @Test func whatNeverArrivedHasNoDuplicate() throws {
        var bench = try DeliveryBench(["duplicate": true])
        bench.answer = { _ in .answered(404) }
        bench.take("PlayStarted")
        bench.drain()
        #expect(bench.sent.count == 1)
    }

    @Test func neighboursChangePlaces() throws {
        var bench = try DeliveryBench(["reorder": 1])
        bench.take("PlayStarted", "PlayCompleted", "RecognizeCompleted", "ParticipantsUpdated")
        #expect(bench.sentEvents == ["PlayCompleted", "PlayStarted", "ParticipantsUpdated", "RecognizeCompleted"])
    }

    @Test func anEventWaitsForAPartnerOnlySoLong() throws {
        var bench = try DeliveryBench(["reorder": ["chance": 1, "seconds": 4]])
        bench.take("PlayStarted")
        #expect(bench.sent.isEmpty)
        bench.drain()
        #expect(bench.sentEvents == ["PlayStarted"] && bench.times == [4])
        // The partner may come later than the same instant.
        bench.take("PlayCompleted")
        bench.wait(1)
        bench.take("RecognizeCompleted")
        #expect(bench.sentEvents == ["PlayStarted", "RecognizeCompleted", "PlayCompleted"])
    }

    @Test func theEndOfACallChangesPlacesWithNothing() throws {
        var bench = try DeliveryBench(["reorder": 1])
        bench.take("PlayCanceled", "CallDisconnected")
        #expect(bench.sentEvents == ["PlayCanceled", "CallDisconnected"])
    }

    @Test func otherConnectionsAreNoPartners() throws {
        var bench = try DeliveryBench(["reorder": 1])
        bench.take("PlayStarted")
        bench.take("PlayStarted", connection: "d")
        #expect(bench.sent.isEmpty)
        bench.take("PlayCompleted")
        #expect(bench.sentEvents == ["PlayCompleted", "PlayStarted"])
    }

    @Test func aDelayHoldsUpWhatComesBehind() throws {
        var bench = try DeliveryBench(["delay": ["seconds": 5, "only": "PlayStarted"]])
        bench.take("PlayStarted", "PlayCompleted")
        bench.drain()
        #expect(bench.sentEvents == ["PlayStarted", "PlayCompleted"] && bench.times == [5, 5])
    }

    @Test func aLostTryIsFollowedByAnotherOne() throws {
        var bench = try DeliveryBench(["drop": ["seconds": 2]]) { $0.callbackTries = 1 }
        bench.take("PlayStarted")
        bench.publish("IncomingCall")
        #expect(bench.sent.isEmpty)
        bench.drain()
        #expect(Set(bench.sentEvents) == ["PlayStarted", "IncomingCall"] && bench.times == [2, 2])
        #expect(bench.tries.filter { $0.hasPrefix("PlayStarted") } == ["PlayStarted 1 fault", "PlayStarted 2 200"])
        #expect(bench.failures.isEmpty)
    }

    @Test func theListGoesBeforeTheConnection() throws {
        var bench = try DeliveryBench(["list_first": true])
        bench.take("CallConnected", "ParticipantsUpdated", "PlayStarted")
        #expect(bench.sentEvents == ["ParticipantsUpdated", "CallConnected", "PlayStarted"])
    }

    @Test func theEndGoesBeforeWhatStillWaits() throws {
        var bench = try DeliveryBench(["disconnect_first": true])
        bench.take("PlayCanceled", "RecognizeFailed", "CallDisconnected")
        #expect(bench.sentEvents == ["CallDisconnected", "PlayCanceled", "RecognizeFailed"])
    }

    @Test func theEndDoesNotOvertakeWhatIsUnderWay() throws {
        var bench = try DeliveryBench(["disconnect_first": true])
        for name in ["PlayCanceled", "RecognizeFailed"] {
            bench.machine.enqueue(
                CallbackDelivery(
                    callID: "k", connectionID: "c", address: "https://app.test/c", name: name,
                    event: ["id": .string(name)]), at: bench.time)
        }
        let first = bench.machine.takeAttempts()
        bench.take("CallDisconnected")
        #expect(bench.sent.isEmpty)
        for attempt in first { bench.machine.finished(attempt.id, .answered(200), at: bench.time) }
        bench.send()
        #expect(bench.sentEvents == ["CallDisconnected", "RecognizeFailed"])
    }

    @Test func anOfferComesLate() throws {
        var bench = try DeliveryBench(["late_offer": ["seconds": 40]])
        bench.publish("IncomingCall")
        bench.publish("CallStarted")
        #expect(bench.sentEvents == ["CallStarted"])
        bench.drain()
        #expect(bench.times == [0, 40])
    }

    /// Whatever goes wrong, every event arrives, and nothing is left open.
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func nothingIsLostForGood(seed: UInt64) throws {
        var bench = try DeliveryBench()
        bench.machine.plan = FaultPlan(
            try FaultSettings(json: [
                "duplicate": 0.3, "reorder": 0.4, "delay": 0.2, "drop": 0.3, "disconnect_first": 0.5, "list_first": 0.5,
            ]), seed: seed)
        var expected: Set<String> = []
        for index in 0..<200 {
            let connection = "c\(index % 7)"
            let name = EventName.service[index % EventName.service.count]
            expected.insert("\(connection) \(name)")
            bench.take(name, connection: connection)
            if index % 5 == 0 { bench.wait(0.3) }
        }
        bench.drain()
        #expect(Set(bench.sentEvents) == expected)
        #expect(bench.machine.open == 0 && bench.machine.lanes.isEmpty && bench.failures.isEmpty)
    }
}
