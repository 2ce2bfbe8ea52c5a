import CallModel
import LuaEngine

/// Keys beside what plays and listens: pressing them, and hearing each one.
enum DTMFFunctions {
    static let all: [HostFunction] = [send, start, stop]

    private static let target = HostParameter("target", .identifier, "Who is meant; the other party by default.")

    private static let send = HostFunction(
        "Call.send_dtmf", "Presses keys for somebody on a phone, such as a machine that asks for an extension.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    [
                        HostParameter(
                            "tones", .string, "The keys, such as \"12#\"; at most \(SendDTMFAction.mostTones).",
                            required: true), target,
                    ] + ActionOptions.ofEventsAnywhere), "Which, and for whom.", required: true)
        ], result: "the event, or nil and err", action: .sendDTMF
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let tones = try ToneReader.tones(options.string("tones") ?? "", of: "tones", arguments)
        guard !tones.isEmpty else { throw arguments.mistake("'tones' is empty: no key to press") }
        guard tones.count <= SendDTMFAction.mostTones else {
            throw arguments.mistake(
                "'tones' has \(tones.count) keys; the service takes \(SendDTMFAction.mostTones) at a time")
        }
        if let named = options.identifier("target"), !named.isPhone {
            throw arguments.mistake("the service sends keys to phones only, and \(named.rawID) is none")
        }
        let action = SendDTMFAction(
            tones: tones, target: try TargetReader.otherParty(options, instance, arguments),
            operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.sendDTMF(action), options, instance, arguments)
    }

    /// There is no outcome to wait for: the keys themselves are the events.
    private static let continuous = [
        HostParameter(
            "options", .options([target, ActionOptions.operationContext, ActionOptions.callbackURI]), "Whose keys.")
    ]

    private static let start = HostFunction(
        "Call.start_continuous_dtmf",
        "Tells every key of somebody as ContinuousDtmfRecognitionToneReceived, beside whatever plays or listens.",
        parameters: continuous, result: "true, or nil and err", action: .startContinuousDTMF
    ) { instance, arguments throws(LuaRaise) in
        let action = try action(instance, arguments)
        return ActionOptions.act(.startContinuousDTMF(action), HostOptions(arguments[0]), instance, arguments)
    }

    private static let stop = HostFunction(
        "Call.stop_continuous_dtmf", "Ends that.", parameters: continuous, result: "true, or nil and err",
        action: .stopContinuousDTMF
    ) { instance, arguments throws(LuaRaise) in
        let action = try action(instance, arguments)
        return ActionOptions.act(.stopContinuousDTMF(action), HostOptions(arguments[0]), instance, arguments)
    }

    private static func action(
        _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> ContinuousDTMFAction {
        let options = HostOptions(arguments[0])
        return ContinuousDTMFAction(
            target: try TargetReader.otherParty(options, instance, arguments),
            operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
    }
}

/// Reads keys as they stand on a phone.
enum ToneReader {
    /// The tones of a text such as `12#`.
    /// - Parameter option: what the text is given as, for the words of a mistake.
    static func tones(_ text: String, of option: String, _ arguments: HostArguments) throws(LuaRaise) -> [Tone] {
        try text.map { key throws(LuaRaise) in
            guard let tone = Tone(key: key) else {
                throw arguments.mistake("'\(option)': no phone has the key '\(key)'; keys are 0-9, A-D, # and *")
            }
            return tone
        }
    }
}
