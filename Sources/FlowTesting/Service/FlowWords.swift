import CallEmulator
import CallModel
import Foundation

/// The words of the wire, as timelines have them.
enum FlowWords {
    /// Events of a flow's call that a timeline tells.
    static let kinds: [String: TimelineEntry.Kind] = [
        "CallConnected": .connected, "CallDisconnected": .disconnected, "CreateCallFailed": .createFailed,
        "ConnectFailed": .connectFailed, "PlayCompleted": .playCompleted, "PlayFailed": .playFailed,
        "PlayCanceled": .playCanceled, "RecognizeCompleted": .recognized, "RecognizeFailed": .recognizeFailed,
        "RecognizeCanceled": .recognizeCanceled, "CallTransferAccepted": .transferred,
        "CallTransferFailed": .transferFailed, "AddParticipantSucceeded": .participantAdded,
        "AddParticipantFailed": .addFailed, "CancelAddParticipantSucceeded": .addCancelled,
        "CancelAddParticipantFailed": .cancelAddFailed, "RemoveParticipantSucceeded": .removed,
        "RemoveParticipantFailed": .removeFailed, "MoveParticipantSucceeded": .moved,
        "MoveParticipantFailed": .moveFailed,
    ]

    /// What phones hear.
    static let prompts: Set<TimelineEntry.Kind> = [.playStarted, .recognizeStarted]

    static let endsListening: Set = ["RecognizeCompleted", "RecognizeFailed", "RecognizeCanceled"]

    /// What an event says, for a person. `words` are those of the prompt that it is about.
    static func text(of event: String, _ data: JSONValue, _ words: String) -> String {
        switch event {
        case "PlayCompleted", "PlayCanceled": return words
        case "RecognizeCompleted":
            if let words = data["speechResult"]?["speech"] ?? data["choiceResult"]?["label"] {
                return words.stringValue ?? ""
            }
            let tones = data["dtmfResult"]?["tones"]?.arrayValue ?? []
            return String(tones.compactMap { $0.stringValue.flatMap { Tone(rawValue: $0)?.key } })
        case "CallConnected": return "connected"
        case "CallDisconnected": return "the application's call is over"
        default:
            let people = list(data, "participant")
            let result = ResultInformation(eventData: data)
            if result.map({ $0.code < 300 }) ?? true { return people }
            return (people.isEmpty ? "" : "\(people): ") + (result?.message ?? "")
        }
    }

    /// The text of all prompts of a play or recognize; files by their addresses.
    static func text(of body: JSONValue) -> String {
        let sources = ["playSources", "playPrompts"].flatMap { body[$0]?.arrayValue ?? [] }
        return ([body["playPrompt"]].compactMap { $0 } + sources).compactMap { source in
            source["text"]?["text"]?.stringValue ?? source["ssml"]?["ssmlText"]?.stringValue
                ?? source["file"]?["uri"]?.stringValue
        }.joined(separator: " ")
    }

    /// One or many people under a name.
    static func people(_ body: JSONValue, _ name: String) -> [CommunicationIdentifier] {
        guard let value = body[name] else { return [] }
        return (value.arrayValue ?? [value]).compactMap { CommunicationIdentifier(json: $0) }
    }

    static func list(_ body: JSONValue, _ name: String) -> String {
        people(body, name).map(\.spoken).joined(separator: ", ")
    }
}
