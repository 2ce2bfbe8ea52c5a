import CallModel
import Testing

/// What the properties of a connection say about its streams.
struct StreamStateTests {
    private static let words = TranscriptionAction()

    private static func properties(_ transcription: String?, _ media: String? = nil, locale: String = "en-US")
        -> JSONValue
    {
        [
            "transcriptionSubscription": transcription.map { ["state": .string($0), "locale": .string(locale)] },
            "mediaStreamingSubscription": media.map { ["state": .string($0)] },
        ]
    }

    @Test(
        arguments: [
            (.startTranscription(words), properties("active"), true),
            (.startTranscription(words), properties("inactive"), false),
            (.startTranscription(words), properties("disabled"), false),
            (.startTranscription(words), properties(nil), nil),
            (.startTranscription(TranscriptionAction(locale: "EN-us")), properties("active"), true),
            (.startTranscription(TranscriptionAction(locale: "de-DE")), properties("active"), false),
            (.stopTranscription(StreamAction()), properties("active"), false),
            (.stopTranscription(StreamAction()), properties("inactive"), true),
            (.stopTranscription(StreamAction()), properties("dreaming"), nil),
            (.updateTranscription(TranscriptionAction(locale: "de-DE")), properties("active", locale: "de-DE"), true),
            (.updateTranscription(TranscriptionAction(locale: "de-DE")), properties("active"), false),
            (.updateTranscription(TranscriptionAction(locale: "de-DE")), properties(nil), nil),
            (.startMediaStreaming(StreamAction()), properties(nil, "active"), true),
            (.startMediaStreaming(StreamAction()), properties("active", "inactive"), false),
            (.stopMediaStreaming(StreamAction()), properties("active", "inactive"), true),
            (.stopMediaStreaming(StreamAction()), properties("active"), nil),
            (.cancelAllMedia, properties("active", "active"), nil),
        ] as [(CallAction, JSONValue, Bool?)])
    func theStateIsReadFromTheProperties(_ action: CallAction, _ properties: JSONValue, _ holds: Bool?) {
        #expect(StreamState.holds(action, in: properties) == holds)
    }
}
