import CallModel
import Foundation

/// Why a message of a stream cannot be read.
public struct StreamFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence without a full stop.
    public let description: String
}

extension StreamMessage {
    /// Reads one message. The case of names means nothing: the service's own sources differ in it.
    public init(parsing bytes: [UInt8]) throws(StreamFault) {
        let json: JSONValue
        do { json = try JSONValue(parsing: bytes) } catch {
            throw StreamFault(description: "the message is \(error)")
        }
        guard let kind = json[plain: "kind"]?.stringValue else {
            throw StreamFault(description: "the message has no 'kind'")
        }
        switch kind.lowercased() {
        case "transcriptionmetadata":
            self = .transcriptionMetadata(TranscriptionMetadata(try Self.part(kind, of: json)))
        case "transcriptiondata": self = .transcriptionData(try TranscriptionData(try Self.part(kind, of: json)))
        case "audiometadata": self = .audioMetadata(try AudioMetadata(try Self.part(kind, of: json)))
        case "audiodata": self = .audioData(try AudioData(try Self.part(kind, of: json)))
        case "dtmfdata": self = .dtmfData(try DtmfData(try Self.part(kind, of: json)))
        case "stopaudio": self = .stopAudio
        default: self = .unknown(kind: String(kind.prefix(64)))
        }
    }

    private static func part(_ kind: String, of json: JSONValue) throws(StreamFault) -> JSONValue {
        guard let part = json[plain: kind.lowercased()], part.objectValue != nil else {
            throw StreamFault(description: "the message of kind '\(kind.prefix(64))' has no member of that name")
        }
        return part
    }
}

extension JSONValue {
    /// A member, whatever the case of its name; `null` counts as absent.
    /// - Parameter name: in lower case.
    fileprivate subscript(plain name: String) -> JSONValue? {
        guard let found = objectValue?.members.last(where: { $0.name.lowercased() == name })?.value, found != .null
        else { return nil }
        return found
    }

    fileprivate func text(_ name: String) -> String? { self[plain: name]?.stringValue }
    /// Ticks are whole, but nobody promises to write them so.
    fileprivate func number(_ name: String) -> Int? {
        guard let number = self[plain: name]?.doubleValue, abs(number) < 9e15 else { return nil }
        return Int(number)
    }
}

extension TranscriptionMetadata {
    fileprivate init(_ json: JSONValue) {
        self.init(
            subscriptionID: json.text("subscriptionid") ?? "", locale: json.text("locale") ?? "",
            callConnectionID: json.text("callconnectionid") ?? "", correlationID: json.text("correlationid") ?? "")
    }
}

extension TranscriptionData {
    fileprivate init(_ json: JSONValue) throws(StreamFault) {
        guard let text = json.text("text") else { throw StreamFault(description: "'transcriptionData' has no 'text'") }
        let words = (json[plain: "words"]?.arrayValue ?? []).compactMap { word in
            word.text("text").map {
                Word(text: $0, offset: word.number("offset") ?? 0, duration: word.number("duration") ?? 0)
            }
        }
        self.init(
            text: text, format: json.text("format") ?? "display", confidence: json[plain: "confidence"]?.doubleValue,
            offset: json.number("offset") ?? 0, duration: json.number("duration") ?? 0, words: words,
            participantRawID: json.text("participantrawid"),
            isFinal: json.text("resultstatus")?.lowercased() != "intermediate")
    }
}

extension AudioMetadata {
    fileprivate init(_ json: JSONValue) throws(StreamFault) {
        let rate = json.number("samplerate") ?? 16_000
        guard (8_000...48_000).contains(rate) else {
            throw StreamFault(description: "'audioMetadata.sampleRate' is \(rate); 16000 and 24000 are known")
        }
        let channels = json.number("channels") ?? 1
        guard channels == 1 else { throw StreamFault(description: "'audioMetadata.channels' is \(channels), not 1") }
        self.init(
            subscriptionID: json.text("subscriptionid") ?? "", encoding: json.text("encoding") ?? "PCM",
            sampleRate: rate, channels: channels, length: json.number("length") ?? rate / 25)
    }
}

extension AudioData {
    fileprivate init(_ json: JSONValue) throws(StreamFault) {
        guard let text = json.text("data"), let data = Data(base64Encoded: text) else {
            throw StreamFault(description: "'audioData.data' is no Base64")
        }
        guard data.count.isMultiple(of: 2) else {
            throw StreamFault(description: "'audioData.data' has \(data.count) bytes: half a sample too many")
        }
        self.init(
            timestamp: json.text("timestamp"), participantRawID: json.text("participantrawid"), data: Array(data),
            isSilent: json[plain: "silent"]?.boolValue ?? false)
    }
}

extension DtmfData {
    fileprivate init(_ json: JSONValue) throws(StreamFault) {
        guard let key = json.text("data"), !key.isEmpty else {
            throw StreamFault(description: "'dtmfData.data' names no key")
        }
        self.init(data: key, participantRawID: json.text("participantrawid"))
    }
}
