import CallModel
import Testing

@testable import CallRuntime

/// A service that says yes to everything, one step at a time, until somebody hangs up: then every call is over.
final class AgreeableService {
    private let driver: MachineDriver
    private var served = 0
    private var granted = 0
    /// Steps that are due: a response or an event.
    private var due: [() throws -> Void] = []
    /// The opener of each connection.
    private var openers: [String: String] = [:]
    private var hasHungUp = false
    /// Keys that recognitions hear, one entry each; the last again and again.
    private let keys: [[String]]
    private var listened = 0
    /// Who is on hold, and the recording: who began it, and how it stands.
    private var held: Set<String> = []
    private var recording: (op: String, state: String)?

    init(_ driver: MachineDriver, keys: [[String]] = [["one"]]) {
        self.driver = driver
        self.keys = keys
    }

    /// How many requests were sent.
    var requests: Int { driver.sends.count }

    /// Takes one step; false when nothing is left to do.
    func step() throws -> Bool {
        collect()
        if !due.isEmpty {
            try due.removeFirst()()
            return true
        }
        guard driver.end == nil else { return false }
        guard let next = driver.timers.values.min() else {
            // A flow that goes on for as long as people talk: some time they have talked.
            guard !hasHungUp, !openers.isEmpty else { return false }
            hangUp()
            return true
        }
        driver.advance(max(0, next - driver.now))
        return true
    }

    /// The state of the recording is another, and its own address hears of it.
    private func records(_ state: String) {
        guard let op = recording?.op else { return }
        recording?.state = state
        due.append {
            self.driver.event(
                "RecordingStateChanged", leg: op, [("recordingId", .string("rec" + op)), ("state", .string(state))])
        }
    }

    /// The file of the recording is there.
    private func files() {
        guard let op = recording?.op else { return }
        recording = nil
        let chunk: JSONValue = ["contentLocation": "https://files.test/c", "deleteLocation": "https://files.test/d"]
        due.append {
            self.driver.grid(
                "RecordingFileStatusUpdated", subject: "/recording/call/c/serverCallId/s1/recordingId/rec" + op,
                [
                    ("recordingStorageInfo", ["recordingChunks": [chunk]]), ("recordingDurationMs", 2_000),
                    ("recordingFormatType", "Wav"),
                ])
        }
    }

    /// The caller, or whoever was called, puts the phone down: all calls of the session end.
    func hangUp() {
        hasHungUp = true
        for (connection, opener) in openers.sorted(by: { $0.key < $1.key }) {
            driver.event(
                "CallDisconnected", leg: opener, connection: connection, [MachineDriver.result(200, 7000)])
        }
        files()
    }

    private func collect() {
        while granted < driver.asked.count {
            let words = driver.asked[granted].split(separator: " ").map(String.init)
            granted += 1
            if words[1] == "web", let request = driver.webRequest(of: words[0]),
                case .answered(let status, let body) = AgreeableWeb.answer(request)
            {
                due.append { try self.driver.answer(words[0], status, JSONValue(parsing: body)) }
            }
            if words[1] == "store" { due.append { try self.driver.answer(words[0], 200, ["value": 1]) } }
            if words[1] == "download" {
                due.append {
                    try self.driver.answer(words[0], 200, ["files": [["path": "recordings/a.wav", "bytes": 44]]])
                }
            }
            if words[1] == "delete" { due.append { try self.driver.answer(words[0], 200) } }
            if words[1] == "take" { due.append { try self.driver.grantLine(words[0]) } }
        }
        while served < driver.sends.count {
            let send = driver.sends[served]
            served += 1
            serve(send.op, send.text.split(separator: " ").map(String.init))
        }
    }

    private func serve(_ op: String, _ words: [String]) {
        let action = words.first ?? ""
        let opener = words.count > 1 ? openers[words[1]] ?? "1" : "1"
        func answer(_ status: Int, _ body: JSONValue = [:]) { due.append { try self.driver.answer(op, status, body) } }
        func event(_ name: String, _ fields: [(String, JSONValue)] = []) {
            due.append {
                guard !self.hasHungUp else { return }
                self.driver.event(name, context: op + ".1", leg: opener, fields)
            }
        }
        if hasHungUp {
            due.append { try self.driver.refuse(op, 404, 8522) }
            return
        }
        switch action {
        case "answer", "create_call", "connect_call":
            let connection = "c\(op)"
            openers[connection] = op
            answer(201, ["callConnectionId": .string(connection), "serverCallId": "s1"])
            due.append {
                guard !self.hasHungUp else { return }
                self.driver.event("CallConnected", context: op + ".1", leg: op, connection: connection)
            }
        case "reject", "redirect": answer(204)
        case "play", "interrupt_audio_and_announce":
            answer(202)
            event("PlayCompleted")
        case "recognize":
            answer(202)
            let heard = keys[min(listened, keys.count - 1)]
            listened += 1
            event(
                "RecognizeCompleted",
                [("recognitionType", "dtmf"), ("dtmfResult", ["tones": .array(heard.map { .string($0) })])])
        case "add_participant":
            answer(202, ["invitationId": .string("i\(op)")])
            event("AddParticipantSucceeded")
        case "cancel_add_participant":
            answer(202)
            event("CancelAddParticipantSucceeded", [("invitationId", .string(words.last ?? ""))])
        case "start_recording":
            answer(200, ["recordingId": .string("rec" + op)])
            recording = (op, "inactive")
            records("active")
        case "pause_recording", "resume_recording":
            answer(202)
            records(action == "pause_recording" ? "inactive" : "active")
        case "stop_recording":
            answer(204)
            files()
        case "recording_state": answer(200, ["recordingState": .string(recording?.state ?? "inactive")])
        case "hold", "unhold":
            answer(200)
            if action == "hold" { held.insert(words[2]) } else { held.remove(words[2]) }
        case "get_participant": answer(200, ["isOnHold": .bool(held.contains(words.last ?? ""))])
        case "send_dtmf":
            answer(202)
            event("SendDtmfTonesCompleted")
        case "start_transcription":
            answer(202)
            event("TranscriptionStarted")
        case "stop_transcription":
            answer(202)
            event("TranscriptionStopped")
        case "update_transcription":
            answer(202)
            event("TranscriptionUpdated")
        case "start_media_streaming":
            answer(202)
            event("MediaStreamingStarted")
        case "stop_media_streaming":
            answer(202)
            event("MediaStreamingStopped")
        case "remove_participant":
            answer(202)
            event("RemoveParticipantSucceeded")
        case "transfer":
            answer(202)
            event("CallTransferAccepted")
            due.append { self.hangUp() }
        case "list_participants":
            answer(200, ["value": [["identifier": ["rawId": "4:+14255550123"], "isMuted": false, "isOnHold": false]]])
        case "hang_up":
            answer(204)
            due.append { self.hangUp() }
        default: answer(200)
        }
    }
}
