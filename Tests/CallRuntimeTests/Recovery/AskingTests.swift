import CallJournal
import CallModel
import Testing

@testable import CallRuntime

/// After a start, and after a long silence, the service is asked what became of calls.
struct AskingTests {
    private static let gone: JSONValue = ["error": ["code": "8522", "message": "Call not found."]]

    private static func answering(
        _ properties: SendResult, _ participants: JSONValue = ["value": []]
    ) -> RecordingSender {
        RecordingSender(reply: { text in
            if text.hasPrefix("properties") { return properties }
            if text.hasPrefix("list_participants") { return .answered(status: 200, body: participants.encoded) }
            return nil
        })
    }

    /// Processes that ask at once.
    private static func processes() -> TwoProcesses {
        var processes = TwoProcesses(TwoProcesses.waiting)
        processes.settings.grace = 0
        return processes
    }

    private static let isThere = SendResult.answered(
        status: 200, body: (["callConnectionState": "connected"] as JSONValue).encoded)

    @Test func aCallThatTheServiceDoesNotKnowIsOver() async throws {
        let processes = Self.processes()
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        let sender = Self.answering(.answered(status: 404, body: Self.gone.encoded))
        try await processes.second(sender) { harness, _ in
            let id = try await harness.session()
            try await harness.eventually("over") {
                await harness.runtime.view(of: id)?.legs.first?.state == "disconnected"
            }
            #expect(await harness.signal(id) == .accepted)
            try await harness.idle()
            #expect(try await harness.end(id)?.way == .finished)
            var asked: [EventRecord] = []
            for case .event(let event) in try await harness.journal.records(of: id).map(\.body)
            where event.via == .asked { asked.append(event) }
            #expect(asked.map(\.event.id) == ["asked:1:disconnected:c1"])
            #expect(asked.map(\.event.name) == ["CallDisconnected"])
            #expect(asked.first?.leg == OperationID(1))
            #expect(harness.sender.texts == ["properties c1"])
        }
    }

    @Test func whatIsBeingDeliveredAgainComesBeforeTheAnswers() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        let sender = Self.answering(.answered(status: 404, body: Self.gone.encoded))
        try await processes.second(sender) { harness, _ in
            let id = try await harness.session()
            try await harness.clock.advance(4.9)
            try await harness.idle()
            #expect(harness.sender.texts.isEmpty)
            #expect(await harness.callback(id, "CallDisconnected", id: "the real one") == .accepted)
            try await harness.idle()
            try await harness.clock.advance(0.1)
            try await harness.idle()
            #expect(harness.sender.texts.isEmpty, "there is no call to ask about")
            #expect(try await harness.story(id).count { $0 == "event CallDisconnected" } == 1)
        }
    }

    @Test func whatIsAsItWasLeavesNoTrace() async throws {
        let processes = Self.processes()
        let list: JSONValue = ["value": [["identifier": ["rawId": "4:+14255550100"]]]]
        try await processes.first { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            try await Self.told(id, ["4:+14255550100"], harness)
        }
        try await processes.second(Self.answering(Self.isThere, list)) { harness, _ in
            let id = try await harness.session()
            let before = try await harness.journal.records(of: id).count
            try await harness.eventually("asked") { harness.sender.texts.count == 2 }
            try await harness.idle()
            #expect(harness.sender.texts == ["properties c1", "list_participants c1"])
            #expect(try await harness.journal.records(of: id).count == before)
            #expect(await harness.inMemory() == 0)
        }
    }

    @Test func participantsWhoCameMeanwhileAreTold() async throws {
        let processes = Self.processes()
        let list: JSONValue = [
            "value": [["identifier": ["rawId": "4:+14255550100"]], ["identifier": ["rawId": "4:+14255550101"]]]
        ]
        try await processes.first { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            try await Self.told(id, ["4:+14255550100"], harness)
        }
        try await processes.second(Self.answering(Self.isThere, list)) { harness, _ in
            let id = try await harness.session()
            try await harness.eventually("told") { harness.sender.texts.contains("play c1 A list came.") }
            try await harness.idle()
            let head = try await harness.journal.openSessions().first?.head
            #expect(head?.legs.first?.participants == ["4:+14255550100", "4:+14255550101"])
            // Asked once more, there is nothing to tell.
            let records = try await harness.journal.records(of: id).count
            let shard = harness.runtime.shard(of: id)
            shard.hop { shard in if let session = shard.sessions[id] { shard.ask(about: session) } }
            try await harness.clock.advance(1)
            try await harness.eventually("asked") { harness.sender.texts.filter { $0.hasPrefix("list_p") }.count == 2 }
            try await harness.idle()
            #expect(try await harness.journal.records(of: id).count == records)
        }
    }

    private static func told(_ id: SessionID, _ participants: [String], _ harness: RuntimeHarness) async throws {
        let list = participants.map { ["identifier": ["rawId": .string($0)]] as JSONValue }
        let data: JSONValue = ["callConnectionId": "c1", "participants": .array(list), "sequenceNumber": 3]
        let address = harness.runtime.addresses.address(id, OperationID(1))
        let outcome = await withCheckedContinuation { continuation in
            harness.runtime.callback(
                session: id.text, operation: "1", token: String(address.split(separator: "/").last ?? ""),
                events: [CallEvent(id: "list", name: "ParticipantsUpdated", data: data.encoded)]
            ) { continuation.resume(returning: $0) }
        }
        #expect(outcome == .accepted)
        try await harness.idle()
        #expect(await harness.callback(id, "PlayCompleted", context: "3.1", id: "list-played") == .accepted)
        try await harness.idle()
    }

    @Test func questionsAreAskedOneAfterAnother() async throws {
        var processes = Self.processes()
        processes.settings.asksPerSecond = 2
        try await processes.first { harness in
            for name in ["a", "b", "c"] { _ = try await TwoProcesses.waitingCall(harness, name) }
        }
        try await processes.second(Self.answering(Self.isThere)) { harness, _ in
            func asked() -> Int { harness.sender.texts.count { $0.hasPrefix("properties") } }
            try await harness.eventually("asked") { asked() == 1 }
            await harness.settled()
            #expect(asked() == 1, "each of the two shards has half of the rate")
            try await harness.clock.advance(1)
            try await harness.eventually("asked again") { asked() == 2 }
            try await harness.clock.advance(5)
            try await harness.eventually("all asked") { asked() == 3 }
        }
    }

    @Test
    func aCallThatWasSilentForLongIsAskedFor() async throws {
        let outside = RuntimeHarness.Outside(sender: Self.answering(.answered(status: 404, body: Self.gone.encoded)))
        let patient = ["desk": #"on("IncomingCall", function(call) call:answer() sleep(100000) end)"#]
        try await RuntimeHarness.run(patient, outside) { harness in
            #expect(await harness.incoming("a", loop: 0) == .accepted)
            try await harness.idle()
            let id = try await harness.session()
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected") == .accepted)
            try await harness.idle()
            try await harness.clock.advance(300)
            #expect(await harness.callback(id, "PlayStarted", id: "sign of life") == .accepted)
            try await harness.clock.advance(599)
            await harness.settled()
            #expect(!harness.sender.texts.contains("properties c1"))
            try await harness.clock.advance(2)
            try await harness.eventually("asked") { harness.sender.texts.last == "properties c1" }
            try await harness.idle()
            #expect(await harness.runtime.view(of: id)?.legs.first?.state == "disconnected")
        }
    }

    @Test func aServiceThatDoesNotAnswerIsAskedAgain() async throws {
        let processes = Self.processes()
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        try await processes.second(Self.answering(.fault(SendFault(.notSent, "down")))) { harness, _ in
            try await harness.eventually("asked") { harness.sender.texts.count == 1 }
            for _ in 0..<4 {
                try await harness.clock.advance(5)
                await harness.settled()
            }
            #expect(harness.sender.texts == Array(repeating: "properties c1", count: 3))
            #expect(await harness.runtime.openSessions() == 1)
        }
    }
}
