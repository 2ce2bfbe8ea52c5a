import CallAutomation
import CallModel

/// What create, answer and connect say about the streams of the new leg.
struct StreamSettings: Sendable {
    private enum Transport: String, CaseIterable { case websocket }
    private enum Content: String, CaseIterable { case audio }

    private(set) var transcription: LegStream?
    private(set) var media: LegStream?

    init(_ request: OperationRequest, _ core: EmulatorCore, hasAIResource: Bool) throws(ServiceError) {
        if let options = try request.body.object("transcriptionOptions") {
            transcription = try Self.transcription(options, core.makeID())
            if core.configuration.requiresAIResource, !hasAIResource {
                throw ServiceError(
                    status: 400, code: "8567",
                    message: "Transcription needs callIntelligenceOptions.cognitiveServicesEndpoint.")
            }
        }
        if let options = try request.body.object("mediaStreamingOptions") {
            media = try Self.media(options, core.makeID())
        }
    }

    /// Both for the new leg.
    func apply(to leg: inout CallLeg) {
        leg.transcription = transcription
        leg.media = media
    }

    private static func transcription(_ options: Fields, _ id: String) throws(ServiceError) -> LegStream {
        guard try options.word("transportType", Transport.self) != nil else { throw options.missing("transportType") }
        var stream = LegStream(
            id: id, kind: .transcription, url: try options.string("transportUrl"),
            startsWithCall: try options.bool("startTranscription") ?? false)
        stream.locale = try options.requiredString("locale")
        _ = try options.string("speechModelEndpointId")
        stream.tellsGuesses = try options.bool("enableIntermediateResults") ?? false
        return stream
    }

    private static func media(_ options: Fields, _ id: String) throws(ServiceError) -> LegStream {
        guard try options.word("transportType", Transport.self) != nil else { throw options.missing("transportType") }
        guard let channel = try options.word("audioChannelType", MediaStreamingOptions.Channel.self) else {
            throw options.missing("audioChannelType")
        }
        _ = try options.word("contentType", Content.self)
        var stream = LegStream(
            id: id, kind: .media, url: try options.string("transportUrl"),
            startsWithCall: try options.bool("startMediaStreaming") ?? false)
        stream.isMixed = channel == .mixed
        stream.sampleRate = try options.word("audioFormat", MediaStreamingOptions.Format.self)?.sampleRate ?? 16_000
        stream.isBidirectional = try options.bool("enableBidirectional") ?? false
        stream.tellsKeys = try options.bool("enableDtmfTones") ?? false
        return stream
    }
}

extension CallLeg {
    /// Whether every key is told by a stream.
    var tellsKeys: Bool { media.map { $0.state == .active && $0.tellsKeys } ?? false }

    subscript(kind: StreamKind) -> LegStream? {
        get { kind == .transcription ? transcription : media }
        set { if kind == .transcription { transcription = newValue } else { media = newValue } }
    }
}
