import CallAutomation
import CallModel

/// Streams of legs: begun and ended by commands, fed by what phones say and press (protocol reference, 12.4 and 14).
extension EmulatorCore {
    // MARK: - Commands

    /// Begins a stream that was set up; whoever asked hears of it when its web socket is up.
    mutating func startStream(_ kind: StreamKind, of id: String, _ command: LegStream.Command) {
        guard var stream = legs[id]?[kind] else { return }
        stream.waiting.append(command)
        let wasActive = stream.state == .active
        let mustDial = stream.state == .inactive
        if mustDial { stream.state = .opening }
        legs[id]?[kind] = stream
        if wasActive { return streamBegan(kind, of: id) }
        guard mustDial, let leg = leg(id) else { return }
        guard let url = stream.url, StreamAddress.isUsable(url) else {
            let text = stream.url.map { "'\($0)' is no address of a web socket" } ?? "no transportUrl was given"
            return streamFailed(stream.id, .badAddress(text), at: now)
        }
        add(
            .stream(
                .open(
                    StreamOpening(
                        stream: stream.id, kind: kind, url: url, callConnectionID: id,
                        correlationID: calls[leg.callID]?.correlationID ?? "", metadata: metadata(stream, leg)))))
    }

    private func metadata(_ stream: LegStream, _ leg: CallLeg) -> StreamMessage {
        switch stream.kind {
        case .transcription:
            .transcriptionMetadata(
                TranscriptionMetadata(
                    subscriptionID: stream.id, locale: stream.locale, callConnectionID: leg.id,
                    correlationID: calls[leg.callID]?.correlationID ?? ""))
        case .media:
            // 20 ms of 16 bits.
            .audioMetadata(
                AudioMetadata(
                    subscriptionID: stream.id, sampleRate: stream.sampleRate, length: stream.sampleRate / 25))
        }
    }

    /// Ends a stream.
    mutating func stopStream(_ kind: StreamKind, of id: String, _ command: LegStream.Command) {
        guard legs[id]?[kind] != nil else { return }
        closeStream(kind, of: id)
        tell(kind, .stopped, "subscriptionStopped", leg: id, [command])
        note(.streamStopped, "\(kind.words) stopped", ["stream": .string(kind.rawValue)], call: legs[id]?.callID ?? "")
    }

    /// Goes on in another language.
    mutating func updateTranscription(of id: String, locale: String, _ command: LegStream.Command) {
        legs[id]?.transcription?.locale = locale
        tell(.transcription, .updated, "transcriptionLocaleUpdated", leg: id, [command])
    }

    /// The streams of a leg that begin with the call.
    mutating func startStreams(of id: String) {
        for kind in StreamKind.allCases {
            guard let leg = leg(id), leg[kind]?.startsWithCall == true else { continue }
            startStream(kind, of: id, LegStream.Command(context: leg.operationContext, callback: nil))
        }
    }

    /// A leg ends, and its streams with it; nothing is told after CallDisconnected.
    mutating func closeStreams(of id: String) {
        for kind in StreamKind.allCases { closeStream(kind, of: id) }
    }

    private mutating func closeStream(_ kind: StreamKind, of id: String) {
        guard let stream = legs[id]?[kind], stream.state != .inactive else { return }
        add(.stream(.close(stream: stream.id)))
        legs[id]?[kind]?.state = .inactive
        legs[id]?[kind]?.waiting = []
        legs[id]?[kind]?.sounds = [:]
    }

    // MARK: - News

    /// A web socket is up.
    public mutating func streamOpened(_ stream: String, at time: Double) {
        advance(to: time)
        guard let (id, kind) = place(of: stream), legs[id]?[kind]?.state == .opening else { return }
        legs[id]?[kind]?.state = .active
        legs[id]?[kind]?.since = now
        note(.streamStarted, "\(kind.words) started", ["stream": .string(kind.rawValue)], call: legs[id]?.callID ?? "")
        streamBegan(kind, of: id)
        if kind == .transcription, let call = legs[id]?.callID { watchForIdleness(call) }
    }

    private mutating func streamBegan(_ kind: StreamKind, of id: String) {
        let waiting = legs[id]?[kind]?.waiting ?? []
        legs[id]?[kind]?.waiting = []
        tell(kind, .started, "subscriptionStarted", leg: id, waiting)
    }

    /// A web socket did not come up, or broke off.
    public mutating func streamFailed(_ stream: String, _ trouble: StreamTrouble, at time: Double) {
        advance(to: time)
        guard let (id, kind) = place(of: stream), let known = legs[id]?[kind], known.state != .inactive else { return }
        legs[id]?[kind]?.state = .inactive
        legs[id]?[kind]?.waiting = []
        legs[id]?[kind]?.sounds = [:]
        // Nobody waits for it when it breaks off later.
        let waiting = known.waiting.isEmpty ? [LegStream.Command(context: nil, callback: nil)] : known.waiting
        let (result, details) = kind.failure(trouble, isMissing: known.url == nil)
        tell(kind, .failed, details, leg: id, waiting, result)
        note(
            .streamFailed, "\(kind.words): \(trouble.text)",
            [
                "stream": .string(kind.rawValue), "code": .integer(Int64(result.code)),
                "sub_code": .integer(Int64(result.subCode)),
            ], call: legs[id]?.callID ?? "")
    }

    /// Whether a web socket that is being dialled is still wanted.
    func wantsStream(_ stream: String) -> Bool {
        place(of: stream).map { legs[$0.leg]?[$0.kind]?.state == .opening } ?? false
    }

    private func place(of stream: String) -> (leg: String, kind: StreamKind)? {
        for leg in legs.values where leg.isLive {
            for kind in StreamKind.allCases where leg[kind]?.id == stream { return (leg.id, kind) }
        }
        return nil
    }

    private mutating func tell(
        _ kind: StreamKind, _ outcome: StreamOutcome, _ details: String, leg id: String,
        _ commands: [LegStream.Command],
        _ result: ResultInformation = ResultInformation(
            code: 200, subCode: 0, message: "Action completed successfully.")
    ) {
        let status = JSONValue.string(kind.statusPrefix + outcome.rawValue)
        let own: (name: String, value: JSONValue) =
            switch kind {
            case .transcription:
                (
                    "transcriptionUpdate",
                    ["transcriptionStatus": status, "transcriptionStatusDetails": .string(details)]
                )
            case .media:
                (
                    "mediaStreamingUpdate",
                    [
                        "contentType": "Audio", "mediaStreamingStatus": status,
                        "mediaStreamingStatusDetails": .string(details),
                    ]
                )
            }
        for command in commands {
            emit(
                kind.event(outcome), leg: id, result: result, context: command.context,
                address: command.callback, own: [own])
        }
    }
}

/// What is told of a stream.
private enum StreamOutcome: String {
    case started = "Started"
    case stopped = "Stopped"
    case updated = "Updated"
    case failed = "Failed"
}

/// Whether an address can be dialled.
enum StreamAddress {
    static func isUsable(_ url: String) -> Bool {
        guard let mark = url.range(of: "://"), ["ws", "wss"].contains(url[..<mark.lowerBound].lowercased()) else {
            return false
        }
        let host = url[mark.upperBound...].prefix { !"/?#".contains($0) }
        return !host.isEmpty && host.first != ":" && !host.contains(" ")
    }
}

extension StreamKind {
    /// In words, for the timeline.
    var words: String { self == .transcription ? "transcription" : "media streaming" }
    fileprivate var statusPrefix: String { self == .transcription ? "transcription" : "mediaStreaming" }

    fileprivate func event(_ outcome: StreamOutcome) -> String {
        switch (self, outcome) {
        case (.transcription, .started): "TranscriptionStarted"
        case (.transcription, .stopped): "TranscriptionStopped"
        case (.transcription, .updated): "TranscriptionUpdated"
        case (.transcription, .failed): "TranscriptionFailed"
        case (.media, .started): "MediaStreamingStarted"
        case (.media, .stopped), (.media, .updated): "MediaStreamingStopped"
        case (.media, .failed): "MediaStreamingFailed"
        }
    }

    /// The codes of a failure (protocol reference, 12.4); the statuses of streaming are not documented.
    fileprivate func failure(_ trouble: StreamTrouble, isMissing: Bool) -> (ResultInformation, details: String) {
        let details =
            switch trouble {
            case .badAddress: isMissing ? "streamUrlMissing" : "badRequest"
            case .refused: self == .media ? "initialWebSocketConnectionFailed" : "streamConnectionUnsuccessful"
            case .interrupted: "streamConnectionInterrupted"
            }
        let (code, subCode) =
            switch (self, trouble) {
            case (.transcription, .badAddress): (400, 8581)
            case (.transcription, .refused), (.transcription, .interrupted): (500, 8578)
            case (.media, .badAddress): (400, 8603)
            case (.media, .refused), (.media, .interrupted): (500, 8603)
            }
        return (ResultInformation(code: code, subCode: subCode, message: "Action failed, \(trouble.text)."), details)
    }
}
