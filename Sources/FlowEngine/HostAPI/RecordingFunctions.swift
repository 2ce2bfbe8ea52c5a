import CallModel
import LuaEngine

/// Recording calls, and the files that come of it.
enum RecordingFunctions {
    static let all: [HostFunction] = [start, pause, resume, stop, state, download, delete]

    private static let start = HostFunction(
        "Call.start_recording", "Begins to record the call.",
        parameters: [
            HostParameter(
                "options",
                .options([
                    HostParameter("content", .word(["audio", "audio_video"]), "\"audio\" by default."),
                    HostParameter("channel", .word(["mixed", "unmixed"]), "\"mixed\" by default."),
                    HostParameter(
                        "format", .word(["wav", "mp3", "mp4"]), "\"wav\" by default, \"mp4\" with video."),
                    HostParameter(
                        "channel_order", .list(.identifier), "Participants in the order of the channels; unmixed only."),
                    HostParameter(
                        "channel_affinity",
                        .list(
                            .options([
                                HostParameter("channel", .integer(0...4), "The channel.", required: true),
                                HostParameter("participant", .identifier, "Whose it is.", required: true),
                            ])), "Fixed channels; unmixed only."),
                    HostParameter("pause_on_start", .boolean, "Whether it begins paused; false by default."),
                    HostParameter("storage", .string, "The address of a container of Azure Blob Storage for the file."),
                    HostParameter(
                        "state_callback_uri", .string,
                        "An address of your own for the recording's state; ours by default."
                    ), ActionOptions.timeout, ActionOptions.wait,
                ]), "What and how.")
        ], result: "the recording, or nil and err", action: .startRecording
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        var action = StartRecordingAction()
        action.content = options.string("content") == "audio_video" ? .audioVideo : .audio
        action.channel = options.string("channel") == "unmixed" ? .unmixed : .mixed
        action.format =
            options.string("format").flatMap { .init(rawValue: $0) } ?? (action.content == .audioVideo ? .mp4 : .wav)
        action.channelOrder = options.values("channel_order").compactMap(HostOptions.identifier)
        action.channelAffinity = options.values("channel_affinity").compactMap { item in
            let item = HostOptions(item)
            guard let channel = item.integer("channel"), let participant = item.identifier("participant") else {
                return nil
            }
            return StartRecordingAction.Affinity(channel: channel, participant: participant)
        }
        action.pauseOnStart = options.boolean("pause_on_start") ?? false
        action.storage = try ActionOptions.address(
            "storage", like: "https://name.blob.core.windows.net/recordings", options, arguments)
        action.stateCallbackURI =
            try ActionOptions.address("state_callback_uri", like: "https://example.com/events", options, arguments)
            ?? ""
        if let fault = action.fault { throw arguments.mistake(fault) }
        return ActionOptions.act(.startRecording(action), options, instance, arguments)
    }

    private static func method(
        _ name: String, _ sentence: String, result: String = "true, or nil and err", _ kind: ActionKind,
        _ make: @escaping @Sendable (RecordingAction) -> CallAction
    ) -> HostFunction {
        HostFunction(
            "Recording.\(name)", sentence,
            parameters: [HostParameter("options", .options([ActionOptions.timeout]), "How long to wait.")],
            result: result, action: kind
        ) { instance, arguments throws(LuaRaise) in
            let view = try view(instance, arguments)
            return ActionOptions.act(
                make(RecordingAction(recordingID: view.id)), HostOptions(arguments[0]), instance, arguments,
                call: view.call)
        }
    }

    private static let pause = method("pause", "Pauses the recording.", .pauseRecording) { .pauseRecording($0) }
    private static let resume = method("resume", "Goes on with a paused recording.", .resumeRecording) {
        .resumeRecording($0)
    }
    private static let stop = method(
        "stop", "Ends the recording. Succeeds when it has ended already.", .stopRecording
    ) { .stopRecording($0) }
    private static let state = method(
        "state", "Asks how the recording stands.",
        result: "{ recording_id = …, recording_state = \"active\"|\"inactive\", … }, or nil and err", .recordingState
    ) { .recordingState($0) }

    private static let download = HostFunction(
        "Recording.download",
        "Waits until the service has the file, and fetches it into the folder of --recordings, under the session's name. "
            + "It goes on after the call, for as long as the flow may linger.",
        parameters: [
            HostParameter(
                "options",
                .options([
                    HostParameter("timeout", .number(1...86_400), "Seconds to wait for the file and its content; 300.")
                ]), "How long to wait.")
        ],
        result:
            "{ files = { { path = …, bytes = …, sha256 = … } }, duration = seconds, format = \"wav\" }, or nil and err",
        waits: true
    ) { instance, arguments throws(LuaRaise) in
        _ = try view(instance, arguments)
        return arguments.ask(
            .session(
                .download(
                    recording: OperationID(arguments.object),
                    timeout: HostOptions(arguments[0]).number("timeout") ?? 300)), of: instance)
    }

    private static let delete = HostFunction(
        "Recording.delete", "Deletes the file at the service, once the service has it.",
        parameters: [
            HostParameter(
                "options",
                .options([HostParameter("timeout", .number(1...86_400), "Seconds to wait for the file; 300.")]),
                "How long to wait.")
        ], result: "true, or nil and err", waits: true
    ) { instance, arguments throws(LuaRaise) in
        _ = try view(instance, arguments)
        return arguments.ask(
            .session(
                .deleteFile(
                    recording: OperationID(arguments.object),
                    timeout: HostOptions(arguments[0]).number("timeout") ?? 300)), of: instance)
    }

    private static func view(_ instance: FlowInstance, _ arguments: HostArguments) throws(LuaRaise) -> RecordingView {
        guard let view = instance.recordings[arguments.object] else {
            throw arguments.mistake("this recording is of another run of the flow")
        }
        return view
    }

    /// The fields of a recording: `recording.id`.
    static let index = LuaHostFunction(namespace: HostAPI.recordingClass, name: "index") {
        call throws(LuaRaise) -> LuaReturn in
        guard let instance = call.world.owner as? FlowInstance,
            let number = call.objectID(at: 1, class: HostAPI.recordingClass)
        else { throw LuaRaise("this is no recording") }
        let name = call.string(at: 2) ?? ""
        guard name == "id" else {
            let methods = HostAPI.functions.filter { $0.namespace == HostAPI.recordingClass }.map(\.name)
            throw LuaRaise("a recording has no '\(name)'" + Nearest.suggestion(for: name, among: ["id"] + methods))
        }
        call.push(instance.recordings[Int(number)].map { .string($0.id) } ?? .nil)
        return .values(1)
    }
}

/// What a flow knows of a recording.
public struct RecordingView: Sendable, Equatable, Codable {
    /// The number of the call's leg.
    public var call: Int
    /// The service's id.
    public var id: String

    /// A recording of a call.
    public init(call: Int, id: String) { (self.call, self.id) = (call, id) }
}
