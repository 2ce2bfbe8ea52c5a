import CallModel

@testable import FlowEngine

/// How each action is asked for with as little as it takes.
enum ActionSamples {
    static let phone = CommunicationIdentifier(rawID: "4:+14255550123")
    static let other = CommunicationIdentifier(rawID: "4:+14255550124")
    static let user = CommunicationIdentifier(rawID: "8:acs:r_u")

    /// The options of the least request; nil for actions without options.
    static func options(of kind: ActionKind) -> String? {
        switch kind {
        case .createCall, .transfer, .addParticipant, .removeParticipant, .getParticipant, .redirect:
            "target = '+14255550123'"
        case .connectCall: "room_id = 'r1'"
        case .answer, .reject, .hangUp: ""
        case .cancelAddParticipant: "invitation_id = 'i1'"
        case .moveParticipants: "targets = { '+14255550123' }, from = 'c2'"
        case .muteParticipant, .unmuteParticipant: "target = '8:acs:r_u'"
        case .play: "file = 'https://example.com/x.wav'"
        case .recognize: "dtmf = { max = 1 }"
        case .sendDTMF: "tones = '12#', target = '+14255550123'"
        case .startContinuousDTMF, .stopContinuousDTMF: "target = '+14255550123'"
        case .interruptAudioAndAnnounce: "file = 'https://example.com/x.wav', target = '+14255550123'"
        case .hold, .unhold: "target = '+14255550123'"
        case .startRecording, .pauseRecording, .resumeRecording, .stopRecording, .recordingState: ""
        case .startTranscription, .stopTranscription, .startMediaStreaming, .stopMediaStreaming: ""
        case .updateTranscription: "locale = 'de-DE'"
        case .properties, .listParticipants, .cancelAllMedia: nil
        }
    }

    /// The call of a function in Lua, with more options.
    static func code(_ function: HostFunction, _ kind: ActionKind, more: String = "") -> String {
        let name = function.isMethod ? "call:\(function.name)" : function.name
        guard let options = options(of: kind) else { return "\(name)()" }
        return "\(name) { \([options, more].filter { !$0.isEmpty }.joined(separator: ", ")) }"
    }

    /// Every function that asks for an action, but for methods of recordings: see RecordingFunctionsTests.
    static let functions: [(function: HostFunction, kind: ActionKind)] = HostAPI.functions.compactMap { function in
        guard function.namespace != HostAPI.recordingClass else { return nil }
        return function.action.map { (function, $0) }
    }

    /// The options that a function declares.
    static func declared(_ function: HostFunction) -> [HostParameter] {
        guard case .options(let fields)? = function.parameters.first?.type else { return [] }
        return fields
    }

    /// A driver whose flow has a caller ID, on a node with the preview version unless told otherwise.
    static func handling(
        _ body: String, apiVersion: String = ActionOptions.previewVersion, view: (inout CallView) -> Void = { _ in }
    ) throws -> InstanceDriver {
        try InstanceDriver.handling(
            body, prelude: "flow { caller_id = '+18005550199' }",
            environment: FlowEnvironment(apiVersion: apiVersion), view: view)
    }
}
