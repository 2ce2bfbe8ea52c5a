import CallAutomation
import CallModel
import Foundation
import Testing

@testable import CallEmulator

/// What `emulate --ledger` writes, over real sockets and into a real file.
@Suite struct LedgerTests {
    /// The lines of a ledger in which a caller was answered, played to, and hung up on.
    private func lines(
        of answer: @escaping Webhook.Answer = Webhook.friendly,
        _ body: (CallEmulator, Webhook) async throws -> Void
    ) async throws -> [JSONValue] {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let ledger = try LedgerFile(path: path)
        var configuration = EmulatorConfiguration()
        configuration.verifySignatures = false
        configuration.mediaSpeed = 100
        configuration.connectDelay = 0
        configuration.callbackRetryDelay = 0
        try await Webhook.with(answer: answer) { webhook in
            configuration.subscriptions = [GridSubscription(endpoint: webhook.url)]
            let emulator = try CallEmulator(configuration: configuration, ledger: ledger)
            try await emulator.start()
            do { try await body(emulator, webhook) } catch {
                await emulator.stop()
                throw error
            }
            await emulator.stop()
        }
        await ledger.settledToTheEnd()
        #expect(ledger.fault == nil)
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .map { try JSONValue(parsing: Array($0.utf8)) }
    }

    private func answer(
        _ emulator: CallEmulator, _ webhook: Webhook, _ offer: String, headers: [String: String] = [:]
    ) async -> HeldAnswer {
        let body: JSONValue = [
            "incomingCallContext": .string(offer), "callbackUri": .string(webhook.url), "operationContext": "1.1",
        ]
        return await emulator.answer(
            ServiceRequest(
                method: "POST", target: "/calling/callConnections:answer?api-version=2026-03-12", headers: headers,
                body: body.encoded))
    }

    private func offer(_ emulator: CallEmulator, _ webhook: Webhook) async throws -> String {
        try await emulator.dial(from: "+14255550100", DialRequest(to: "+18005550199"))
        let event = try await webhook.event("IncomingCall")
        return try #require(event.event?["data"]?["incomingCallContext"]?.stringValue)
    }

    private func texts(_ lines: [JSONValue], _ what: String, _ member: String) -> [String] {
        lines.filter { $0["what"]?.stringValue == what }.compactMap { $0[member]?.stringValue }
    }

    @Test func aCallIsWrittenDownFromTheRingToTheEnd() async throws {
        let lines = try await lines { emulator, webhook in
            _ = await answer(emulator, webhook, try await offer(emulator, webhook))
            _ = try await webhook.event("CallConnected")
            try await emulator.hangUp("+14255550100")
            _ = try await webhook.event("CallDisconnected")
        }
        #expect(lines.compactMap { $0["n"]?.intValue } == Array(1...lines.count))
        let request = try #require(lines.first { $0["what"]?.stringValue == "request" })
        #expect(request["operation"]?.stringValue == "AnswerCall" && request["decision"]?.stringValue == "executed")
        #expect(request["context"]?.stringValue == "1.1" && request["connection"]?.stringValue != nil)
        #expect(request["body_sha256"]?.stringValue?.count == 64)
        let names = texts(lines, "event", "name")
        #expect(names.first == "IncomingCall" && names.contains("CallConnected") && names.last == "CallDisconnected")
        let kinds = texts(lines, "phone", "kind")
        #expect(kinds.first == "incoming_call" && kinds.contains("answered") && kinds.contains("hung_up"))
        #expect(lines.contains { $0["ends"]?.boolValue == true })
        // The decision comes before what it brings about.
        let place = try #require(lines.firstIndex { $0["what"]?.stringValue == "request" })
        let effect = try #require(lines.firstIndex { $0["name"]?.stringValue == "CallConnected" })
        #expect(place < effect)
    }

    @Test func everyTryOfADeliveryIsWrittenDown() async throws {
        let refusing: Webhook.Answer = { received, count in
            received.eventName == "CallConnected" ? (.serviceUnavailable, [:], "") : Webhook.friendly(received, count)
        }
        let lines = try await lines(of: refusing) { emulator, webhook in
            _ = await answer(emulator, webhook, try await offer(emulator, webhook))
            _ = try await webhook.event("ParticipantsUpdated")
        }
        let id = lines.first { $0["name"]?.stringValue == "CallConnected" }?["event"]?.stringValue
        let tries = lines.filter { $0["what"]?.stringValue == "delivery" && $0["event"]?.stringValue == id }
        #expect(tries.compactMap { $0["status"]?.intValue } == [503, 503, 503])
        #expect(tries.compactMap { $0["try"]?.intValue } == [1, 2, 3])
        #expect(texts(lines, "given_up", "event") == [id])
    }

    @Test func aRepeatedRequestIsToldFromARefusedOne() async throws {
        let headers = [
            "Repeatability-Request-ID": "0b1f1a6e-6d0b-4e2d-9a38-0d6f6d0f7a10",
            "Repeatability-First-Sent": HTTPDate.format(Date().timeIntervalSince1970),
        ]
        let lines = try await lines { emulator, webhook in
            let offer = try await offer(emulator, webhook)
            let first = await answer(emulator, webhook, offer, headers: headers)
            let second = await answer(emulator, webhook, offer, headers: headers)
            #expect(first.response.status == 200 && second.response.status == 200)
            emulator.wrote(first)
            emulator.wrote(second, fault: "the connection broke")
            let other = await answer(emulator, webhook, offer + "x", headers: headers)
            #expect(other.response.status == 400)
        }
        #expect(texts(lines, "request", "decision") == ["executed", "repeated_answer", "refused"])
        let answers = lines.filter { $0["what"]?.stringValue == "answer" }
        #expect(answers.compactMap { $0["out"]?.boolValue } == [true, false])
    }

    @Test func aRequestThatStillRunsIsNotRepeated() throws {
        var bench = try CoreBench()
        bench.core.answersLater = true
        let (_, offer) = try bench.dial()
        let headers = ["Repeatability-Request-ID": "1", "Repeatability-First-Sent": HTTPDate.format(bench.time)]
        let body: JSONValue = ["incomingCallContext": .string(offer), "callbackUri": "https://app.test"]
        let path = "/calling/callConnections:answer"
        #expect(bench.request("POST", path, body, headers: headers).status == 200)
        #expect(bench.request("POST", path, body, headers: headers).status == 409)
        bench.core.finish("1")
        #expect(bench.request("POST", path, body, headers: headers).status == 200)
    }

    @Test func aLedgerThatCannotBeWrittenIsRefused() {
        #expect(throws: ControlError.self) { try LedgerFile(path: "/nowhere/at/all/ledger") }
    }
}
