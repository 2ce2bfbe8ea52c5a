import CallModel
import Testing

@testable import CallEmulator

@Suite struct ManyCallsTests {
    @Test func manyCallsRunBesideEachOtherAndKeepTheOrderOfTheirEvents() async throws {
        let count = 60
        try await Webhook.with { webhook in
            try await HTTPBench.with { bench in
                _ = await bench.emulator.subscribe(GridSubscription(endpoint: webhook.url + "/grid"))
                try await withThrowingTaskGroup { group in
                    for index in 0..<count {
                        group.addTask { try await oneCall("+1425555\(1000 + index)", bench, webhook) }
                    }
                    try await group.waitForAll()
                }
                let calls = await webhook.received.filter { $0.uri == "/calls" }
                let bySource = Dictionary(grouping: calls) { $0.event?["source"]?.stringValue ?? "" }
                #expect(bySource.count == count)
                for events in bySource.values {
                    #expect(
                        events.compactMap(\.eventName) == [
                            "CallConnected", "ParticipantsUpdated", "PlayStarted", "PlayCompleted", "CallDisconnected",
                        ])
                }
            }
        }
    }

    private func oneCall(_ number: String, _ bench: HTTPBench, _ webhook: Webhook) async throws {
        let dialed = try await bench.emulator.dial(from: number, DialRequest(to: CoreBench.service))
        func event(_ name: String) async throws -> JSONValue? {
            try await webhook.first {
                $0.eventName == name && $0.correlationID == dialed.correlationID
            }.event?["data"]
        }
        let answered = try await bench.service(
            .POST, "callConnections:answer",
            [
                "incomingCallContext": try await event("IncomingCall")?["incomingCallContext"],
                "callbackUri": .string(webhook.url + "/calls"),
            ])
        let connection = answered.json?["callConnectionId"]?.stringValue ?? ""
        _ = try await event("CallConnected")
        let play: JSONValue = ["playSources": [["kind": "text", "text": ["text": "Good day"]]]]
        _ = try await bench.service(.POST, "callConnections/\(connection):play", play)
        _ = try await event("PlayCompleted")
        _ = try await bench.service(.DELETE, "callConnections/\(connection)")
        _ = try await event("CallDisconnected")
    }
}
