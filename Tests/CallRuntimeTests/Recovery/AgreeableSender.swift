import CallAutomation
import CallModel
import NIOConcurrencyHelpers

@testable import CallRuntime

/// A service for whole runtimes that says yes to everything, one event at a time, until somebody hangs up. It outlives
/// processes.
final class AgreeableSender: CallActionSender {
    /// An event that is due.
    private struct Due {
        var connection: String
        var name: String
        var context: String?
        var fields: [(String, JSONValue)] = []
        var endsCalls = false
    }

    /// Where a connection's events go.
    private struct Address {
        var session: String
        var operation: String
        var token: String
    }

    private struct State {
        var addresses: [String: Address] = [:]
        var order: [String] = []
        var due: [Due] = []
        var texts: [String] = []
        var events = 0
        var listened = 0
        var over: Set<String> = []
        /// Who is on hold, and how the recording stands.
        var held: Set<String> = []
        var recording = "inactive"
        /// What real requests say, in words.
        var meanings: [String: [UInt8]] = [:]
    }

    private let state = NIOLockedValueBox(State())
    private let keys: [[String]]

    /// Whether the service's exact requests are made, in place of words.
    private let isExact: Bool

    /// Requests by their number, from 1, that never arrive, and that do so and whose answers never come back.
    private let (lost, cut): (Set<Int>, Set<Int>)

    init(keys: [[String]], isExact: Bool = false, lost: Set<Int> = [], cut: Set<Int> = []) {
        self.keys = keys
        self.isExact = isExact
        (self.lost, self.cut) = (lost, cut)
    }

    /// What left, in words.
    var texts: [String] { state.withLockedValue { $0.texts } }

    func prepare(_ action: CallAction, callConnectionID: String?, apiVersion: String) throws -> PreparedRequest {
        var request = try FakeWire.prepare(action, callConnectionID: callConnectionID)
        let words = String(decoding: request.body, as: UTF8.self)
        let address = Self.field("callbackURI", of: action) ?? "-"
        let context = Self.field("operationContext", of: action) ?? "-"
        request.body = Array("\(address)\n\(context)\n\(words)".utf8)
        guard isExact else { return request }
        let real = try ActionRequest.prepare(action, callConnectionID: callConnectionID, apiVersion: apiVersion)
        let body = request.body
        state.withLockedValue { $0.meanings[Self.text(real)] = body }
        return real
    }

    private static func text(_ request: PreparedRequest) -> String {
        "\(request.method) \(request.path)\n" + String(decoding: request.body, as: UTF8.self)
    }

    /// A text inside an action, by name.
    private static func field(_ name: String, of action: CallAction) -> String? {
        guard let payload = Mirror(reflecting: action).children.first?.value else { return nil }
        return Mirror(reflecting: payload).children.first { $0.label == name }?.value as? String
    }

    func send(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (SendResult) -> Void
    ) {
        let said = state.withLockedValue { $0.meanings[Self.text(request)] } ?? request.body
        let parts = String(decoding: said, as: UTF8.self).split(separator: "\n", maxSplits: 2).map(String.init)
        let words = parts[2].split(separator: " ").map(String.init)
        let answer = state.withLockedValue { state -> (Int, JSONValue)? in
            state.texts.append(parts[2])
            let number = state.texts.count
            if lost.contains(number) { return nil }
            let answer = serve(words, address: parts[0], context: parts[1] == "-" ? nil : parts[1], &state)
            return cut.contains(number) ? nil : answer
        }
        guard let (status, body) = answer else {
            return completion(.fault(SendFault(.unknown, "the connection broke")))
        }
        completion(.answered(status: status, body: body.encoded))
    }

    private func serve(
        _ words: [String], address: String, context: String?, _ state: inout State
    ) -> (Int, JSONValue) {
        let connection = words.count > 1 ? words[1] : ""
        if let known = state.addresses[connection], state.over.contains(known.session) {
            return (404, ["error": ["code": "8522", "message": "Call not found."]])
        }
        func event(_ name: String, _ fields: [(String, JSONValue)] = [], endsCalls: Bool = false) {
            state.due.append(
                Due(connection: connection, name: name, context: context, fields: fields, endsCalls: endsCalls))
        }
        switch words[0] {
        case "answer", "create_call", "connect_call":
            let path = address.split(separator: "/").suffix(3).map(String.init)
            let name = "c-\(path[0])-\(path[1])"
            state.addresses[name] = Address(session: path[0], operation: path[1], token: path[2])
            state.order.append(name)
            state.due.append(Due(connection: name, name: "CallConnected", context: context))
            return (201, ["callConnectionId": .string(name), "serverCallId": .string("s-\(path[0])")])
        case "play", "interrupt_audio_and_announce": event("PlayCompleted")
        case "recognize":
            let heard = keys[min(state.listened, keys.count - 1)]
            state.listened += 1
            event(
                "RecognizeCompleted",
                [("recognitionType", "dtmf"), ("dtmfResult", ["tones": .array(heard.map { .string($0) })])])
        case "add_participant":
            event("AddParticipantSucceeded")
            return (202, ["invitationId": .string("i-\(context ?? "")")])
        case "cancel_add_participant":
            event("CancelAddParticipantSucceeded", [("invitationId", .string(words.last ?? ""))])
        case "send_dtmf": event("SendDtmfTonesCompleted")
        case "start_transcription": event("TranscriptionStarted")
        case "stop_transcription": event("TranscriptionStopped")
        case "update_transcription": event("TranscriptionUpdated")
        case "start_media_streaming": event("MediaStreamingStarted")
        case "stop_media_streaming": event("MediaStreamingStopped")
        case "remove_participant": event("RemoveParticipantSucceeded")
        case "transfer":
            event("CallTransferAccepted")
            event("", endsCalls: true)
        case "move_participants": event("MoveParticipantSucceeded")
        case "hold": state.held.insert(words[2])
        case "unhold": state.held.remove(words[2])
        case "start_recording":
            state.recording = "active"
            return (200, ["recordingId": .string("rec-\(state.texts.count)"), "recordingState": "inactive"])
        case "pause_recording": state.recording = "inactive"
        case "resume_recording": state.recording = "active"
        case "recording_state":
            return (200, ["recordingId": .string(connection), "recordingState": .string(state.recording)])
        case "get_participant":
            let isOnHold = state.held.contains(words.last ?? "")
            return (200, ["identifier": ["rawId": "4:+14255550123"], "isMuted": false, "isOnHold": .bool(isOnHold)])
        case "properties": return (200, ["callConnectionState": "connected"])
        case "list_participants":
            return (200, ["value": [["identifier": ["rawId": "4:+14255550123"], "isMuted": false, "isOnHold": false]]])
        case "hang_up":
            event("", endsCalls: true)
            return (204, [:])
        default: return (200, [:])
        }
        return (202, [:])
    }

    /// Everybody has talked for long enough: all calls that are up end.
    func leave() {
        state.withLockedValue { state in
            for name in state.order.reversed() {
                guard let session = state.addresses[name]?.session, !state.over.contains(session) else { continue }
                state.due.append(Due(connection: name, name: "", endsCalls: true))
                return
            }
        }
    }

    /// The next event with where it goes; nil when none is due.
    func next() -> (session: String, operation: String, token: String, event: CallEvent)? {
        state.withLockedValue { state in
            while !state.due.isEmpty {
                let due = state.due.removeFirst()
                guard let address = state.addresses[due.connection] else { continue }
                if due.endsCalls {
                    state.over.insert(address.session)
                    state.due.removeAll { state.addresses[$0.connection]?.session == address.session }
                    for name in state.order where state.addresses[name]?.session == address.session {
                        let result: JSONValue = ["code": 200, "subCode": 7000, "message": "bye"]
                        state.due.append(
                            Due(connection: name, name: "CallDisconnected", fields: [("resultInformation", result)]))
                    }
                    continue
                }
                state.events += 1
                var members: [(name: String, value: JSONValue)] = [
                    ("callConnectionId", .string(due.connection)), ("serverCallId", .string("s-\(address.session)")),
                ]
                if let context = due.context { members.append(("operationContext", .string(context))) }
                members += due.fields.map { (name: $0.0, value: $0.1) }
                let event = CallEvent(
                    id: "e\(state.events)", name: due.name, data: JSONValue.object(JSONObject(members)).encoded)
                return (address.session, address.operation, address.token, event)
            }
            return nil
        }
    }
}
