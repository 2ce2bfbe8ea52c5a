import CallModel
import Testing

@testable import CallEmulator

@Suite struct DeliveryMachineTests {
    @Test func callbacksOfOneConnectionGoOneAfterTheOther() throws {
        var bench = try DeliveryBench()
        for name in ["CallConnected", "PlayStarted"] {
            bench.machine.enqueue(
                CallbackDelivery(
                    callID: "k", connectionID: "c", address: "https://app.test", name: name, event: ["id": "1"]),
                at: 0)
        }
        let first = bench.machine.takeAttempts()
        #expect(first.count == 1 && bench.machine.open == 2)
        #expect(first.first?.address == "https://app.test" && first.first?.timeout == 10)
        #expect(first.first.map { String(decoding: $0.body, as: UTF8.self) } == "[{\"id\":\"1\"}]")
        #expect(bench.machine.takeAttempts().isEmpty)
        bench.machine.finished(first.first?.id ?? 0, .answered(200), at: 1)
        #expect(bench.machine.takeAttempts().count == 1)
    }

    @Test func addressesAndConnectionsDoNotHoldEachOtherUp() throws {
        var bench = try DeliveryBench()
        bench.answer = { $0.address.hasSuffix("/dead") ? .fault("nobody") : .answered(200) }
        bench.take("PlayStarted", address: "https://app.test/dead")
        bench.take("CallDisconnected")
        bench.take("CallConnected", connection: "d")
        #expect(bench.sentEvents == ["PlayStarted", "CallDisconnected", "d CallConnected"])
        #expect(bench.machine.open == 1)
    }

    @Test func aCallbackIsTriedAsOftenAsConfigured() throws {
        var bench = try DeliveryBench { $0.callbackRetryDelay = 2 }
        bench.answer = { $0.event == "CallConnected" ? .answered(503) : .answered(204) }
        bench.take("CallConnected", "ParticipantsUpdated")
        bench.drain()
        #expect(bench.sentEvents == ["CallConnected", "CallConnected", "CallConnected", "ParticipantsUpdated"])
        #expect(bench.times == [0, 2, 4, 4])
        #expect(bench.failures == ["CallConnected: https://app.test/c answered 503"])
        #expect(
            bench.tries == [
                "CallConnected 1 503", "CallConnected 2 503", "CallConnected 3 503", "ParticipantsUpdated 1 204",
            ])
        #expect(bench.machine.open == 0 && bench.machine.lanes.isEmpty)
    }

    @Test(arguments: [(404, 1), (400, 1), (301, 1), (408, 3), (429, 3), (500, 3)])
    func whatCannotGetBetterIsNotTriedAgain(status: Int, count: Int) throws {
        var bench = try DeliveryBench()
        bench.answer = { _ in .answered(status) }
        bench.take("CallConnected")
        bench.drain()
        #expect(bench.sent.count == count)
    }

    @Test func aFaultOfTheConnectionIsTriedAgainAndNamed() throws {
        var bench = try DeliveryBench { $0.callbackTries = 2 }
        bench.answer = { _ in .fault("refused") }
        bench.take("CallConnected")
        bench.drain()
        #expect(bench.tries == ["CallConnected 1 fault", "CallConnected 2 fault"])
        #expect(bench.failures == ["CallConnected: https://app.test/c cannot be reached (refused)"])
    }

    @Test(
        arguments: [
            (503, [0, 30]), (500, [0, 10]), (301, [0, 10]), (400, [0]), (401, [0]), (403, [0]), (413, [0]),
            // More than the minute that an offer is worth.
            (404, [0]), (408, [0]),
        ] as [(Int, [Double])])
    func eventGridWaitsAsItsDocumentsSay(status: Int, times: [Double]) throws {
        var bench = try DeliveryBench()
        bench.answer = { _ in .answered(status) }
        bench.publish("IncomingCall")
        bench.drain()
        #expect(bench.times == times)
        #expect(bench.failures == ["IncomingCall https://grid.test/: it answered \(status)"])
    }

    @Test func delaysThatAreConfiguredHoldForEveryStatus() throws {
        var bench = try DeliveryBench { $0.gridRetryDelays = [1, 2] }
        bench.answer = { $0.number < 3 ? .answered(503) : .answered(200) }
        bench.publish("IncomingCall")
        bench.drain()
        #expect(bench.times == [0, 1, 3] && bench.failures.isEmpty)
    }

    @Test(arguments: [GridSubscription.Schema.eventGrid, .cloudEvents])
    func eventGridEventsHaveTheHeadersOfTheirSchema(schema: GridSubscription.Schema) throws {
        var bench = try DeliveryBench()
        var headers: [String: String] = [:]
        var attempts: [DeliveryAttempt] = []
        bench.machine.enqueue(
            GridEvent(callID: "k", id: "1", topic: "", subject: "", type: "", time: "", data: [:]),
            to: (7, GridSubscription(endpoint: "https://grid.test", schema: schema)), line: 9, at: 0)
        attempts = bench.machine.takeAttempts()
        for header in attempts.first?.headers ?? [] { headers[header.name] = header.value }
        #expect(attempts.first?.subscription == 7 && attempts.first?.line == 9 && attempts.first?.timeout == 30)
        #expect(headers["aeg-event-type"] == (schema == .eventGrid ? "Notification" : nil))
        #expect(headers["content-type"]?.hasPrefix("application/cloudevents+json") == (schema == .cloudEvents))
    }

    @Test func whatNobodyCanSendIsGivenUpAtOnce() throws {
        var bench = try DeliveryBench()
        bench.machine.enqueue(
            CallbackDelivery(callID: "k", connectionID: "c", address: "a", name: "PlayStarted", event: [:]), at: 0)
        for attempt in bench.machine.takeAttempts() {
            bench.machine.giveUp(attempt.id, reason: "not running", at: 0)
            // An answer that comes after all changes nothing.
            bench.machine.finished(attempt.id, .answered(200), at: 1)
        }
        bench.send()
        #expect(bench.failures == ["PlayStarted: not running"] && bench.tries.isEmpty && bench.machine.open == 0)
    }

    @Test func nothingFollowsFromWhatIsForgotten() throws {
        var bench = try DeliveryBench()
        bench.answer = { _ in .answered(503) }
        bench.take("CallConnected", "PlayStarted")
        bench.machine.forgetOpen()
        bench.wait(1_000)
        #expect(bench.sentEvents == ["CallConnected"] && bench.machine.open == 0)
        #expect(bench.machine.nextDeadline == nil)
    }

    @Test func aDeliveryCanBeAskedForOnceMore() throws {
        var bench = try DeliveryBench()
        bench.take("CallConnected")
        #expect(throws: ControlError.self) { try bench.machine.redeliver(99, at: bench.time) }
        let id = try bench.machine.redeliver(1, at: bench.time)
        bench.send()
        #expect(id == 2 && bench.tries == ["CallConnected 1 200", "CallConnected 2 200"])
        // A copy that fails is no news for the call.
        bench.answer = { _ in .answered(500) }
        _ = try bench.machine.redeliver(1, at: bench.time)
        bench.send()
        #expect(bench.tries.last == "CallConnected 3 500" && bench.failures.isEmpty && bench.machine.open == 0)
    }

    @Test func onlyTheLastDeliveriesAreRemembered() throws {
        var bench = try DeliveryBench()
        for _ in 0..<5_000 { bench.take("PlayStarted") }
        #expect(bench.machine.deliveries.count <= DeliveryMachine.keptCount * 2)
        #expect(bench.machine.open == 0 && bench.machine.lanes.isEmpty && bench.machine.nextDeadline == nil)
    }
}
