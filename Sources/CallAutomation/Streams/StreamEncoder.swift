import CallModel
import Foundation

extension StreamMessage {
    /// As the service writes it.
    public var json: JSONValue {
        switch self {
        case .transcriptionMetadata(let data): ["kind": "TranscriptionMetadata", "transcriptionMetadata": data.json]
        case .transcriptionData(let data): ["kind": "TranscriptionData", "transcriptionData": data.json]
        case .audioMetadata(let data): ["kind": "AudioMetadata", "audioMetadata": data.json]
        case .audioData(let data): ["kind": "AudioData", "audioData": data.json]
        case .dtmfData(let data): ["kind": "DtmfData", "dtmfData": data.json]
        case .stopAudio: ["kind": "StopAudio", "stopAudio": [:]]
        case .unknown(let kind): ["kind": .string(kind)]
        }
    }

    /// The same as the application writes it, in the names of the .NET samples; nil for what only the service sends.
    public var jsonToService: JSONValue? {
        switch self {
        case .audioData(let audio):
            [
                "Kind": "AudioData", "AudioData": ["Data": .string(Data(audio.data).base64EncodedString())],
                "StopAudio": .null,
            ]
        case .stopAudio: ["Kind": "StopAudio", "AudioData": .null, "StopAudio": [:]]
        default: nil
        }
    }
}

extension TranscriptionMetadata {
    fileprivate var json: JSONValue {
        [
            "subscriptionId": .string(subscriptionID), "locale": .string(locale),
            "callConnectionId": .string(callConnectionID), "correlationId": .string(correlationID),
        ]
    }
}

extension TranscriptionData {
    fileprivate var json: JSONValue {
        [
            "text": .string(text), "format": .string(format), "confidence": confidence.map { .number($0) },
            "offset": .integer(Int64(offset)), "duration": .integer(Int64(duration)), "words": wordsJSON,
            "participantRawID": participantRawID.map { .string($0) },
            "resultStatus": isFinal ? "Final" : "Intermediate",
        ]
    }

    fileprivate var wordsJSON: JSONValue {
        .array(
            words.map { word in
                [
                    "text": .string(word.text), "offset": .integer(Int64(word.offset)),
                    "duration": .integer(Int64(word.duration)),
                ]
            })
    }
}

extension AudioMetadata {
    fileprivate var json: JSONValue {
        [
            "subscriptionId": .string(subscriptionID), "encoding": .string(encoding),
            "sampleRate": .integer(Int64(sampleRate)), "channels": .integer(Int64(channels)),
            "length": .integer(Int64(length)),
        ]
    }
}

extension AudioData {
    fileprivate var json: JSONValue {
        [
            "timestamp": timestamp.map { .string($0) }, "participantRawID": participantRawID.map { .string($0) },
            "data": .string(Data(data).base64EncodedString()), "silent": .bool(isSilent),
        ]
    }
}

extension DtmfData {
    fileprivate var json: JSONValue {
        ["data": .string(data), "participantRawID": participantRawID.map { .string($0) }]
    }
}

// MARK: - For flows

extension StreamMessage {
    /// Name and payload of the event that flows get; nil for sound, which never becomes one, and for what is unknown.
    public var event: (name: String, data: JSONValue)? {
        switch self {
        case .transcriptionMetadata(let data): return ("TranscriptionMetadata", data.json)
        case .audioMetadata(let data): return ("AudioMetadata", data.json)
        case .transcriptionData(let data):
            return (
                "TranscriptionData",
                [
                    "text": .string(data.text), "format": .string(data.format),
                    "confidence": data.confidence.map { .number($0) }, "offset": .integer(Int64(data.offset)),
                    "duration": .integer(Int64(data.duration)), "words": data.wordsJSON,
                    "participant": Self.participant(data.participantRawID),
                    "resultStatus": data.isFinal ? "final" : "intermediate",
                ]
            )
        case .dtmfData(let data):
            let tone = data.data.count == 1 ? data.data.first.flatMap(Tone.init(key:))?.rawValue : nil
            return (
                "DtmfData",
                ["tone": .string(tone ?? data.data), "participant": Self.participant(data.participantRawID)]
            )
        case .audioData, .stopAudio, .unknown: return nil
        }
    }

    /// Whose words they are; nil when it is nobody's.
    public var speaker: String? {
        if case .transcriptionData(let data) = self { return data.participantRawID ?? "" }
        return nil
    }

    /// Whether the service may say it again, and better.
    public var isGuess: Bool {
        if case .transcriptionData(let data) = self { return !data.isFinal }
        return false
    }

    private static func participant(_ rawID: String?) -> JSONValue? {
        rawID.map { CommunicationIdentifier(rawID: $0).json }
    }
}
