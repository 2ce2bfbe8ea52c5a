import CallModel
import LuaEngine

/// Calls that a flow opens itself.
enum OutboundFunctions {
    static let all: [HostFunction] = [createCall, connectCall]

    private static let createCall = HostFunction(
        "create_call", "Calls somebody, or several at once, and waits until somebody has answered.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    [
                        HostParameter("target", .identifier, "Who is called."),
                        HostParameter("targets", .list(.identifier), "Several for a group call, instead of target."),
                        CallerIDReader.option, ActionOptions.displayName, ActionOptions.aiResource,
                        HostParameter("source", .identifier, "The communication user that calls; made up by default."),
                        HostParameter(
                            "teams_app_source", .oneOf([.string, .identifier]),
                            "The Teams app that the call is made for: its app id."),
                        HostParameter(
                            "custom_context", CustomContextReader.option.type,
                            "\(CustomContextReader.option.sentence) Only with --api-version "
                                + "\(ActionOptions.previewVersion)."),
                    ] + StreamReader.options + ActionOptions.ofEvents), "Whom and how.")
        ],
        result: "the call, or nil and err (\"busy\", \"declined\", \"no_answer\", …); with wait = false an operation "
            + "whose wait() gives the call and whose cancel() hangs up",
        action: .createCall
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let targets = try TargetReader.some(options, arguments)
        for target in targets {
            try TargetReader.checkReachable(target, targets.count > 1 ? "targets" : "target", arguments)
        }
        if options.value("custom_context") != .nil {
            try ActionOptions.requirePreview("option 'custom_context'", instance, arguments)
        }
        let action = CreateCallAction(
            targets: targets, callbackURI: "",
            sourceCallerIDNumber: try CallerIDReader.callerID(
                for: .createCall, targets: targets, options, instance, arguments),
            sourceDisplayName: options.string("display_name"),
            cognitiveServicesEndpoint: try ActionOptions.aiResource(options, instance, arguments),
            source: try TargetReader.user("source", options, arguments),
            teamsAppSource: try teamsApp(options, arguments),
            customCallingContext: try CustomContextReader.context(options, arguments),
            transcription: try StreamReader.transcription(options, call: nil, instance, arguments),
            mediaStreaming: try StreamReader.mediaStreaming(options, arguments))
        return ActionOptions.open(.createCall(action), options, instance, arguments)
    }

    /// The Teams app: its id as it is, or the raw id of an identifier, which tells its cloud.
    private static func teamsApp(_ options: HostOptions, _ arguments: HostArguments) throws(LuaRaise) -> String? {
        let given = options.value("teams_app_source")
        if given == .nil { return nil }
        if case .string(let text) = given, GUID.isGUID(text) { return text }
        guard let app = HostOptions.identifier(given), case .microsoftTeamsApp = app.kind else {
            throw arguments.mistake(
                "'teams_app_source' must be the id of a Teams app, such as 01234567-89ab-cdef-0123-456789abcdef or "
                    + "28:orgid:…, not \(given.shown)")
        }
        return app.rawID
    }

    private static let locators = ["server_call_id", "group_call_id", "room_id"]

    private static let connectCall = HostFunction(
        "connect_call", "Joins a call that is running, and waits until it is connected.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    [
                        HostParameter("server_call_id", .string, "The service's id of the call, as events carry it."),
                        HostParameter("group_call_id", .string, "The id of a group call, a GUID."),
                        HostParameter("room_id", .string, "The id of a room."),
                        ActionOptions.aiResource,
                    ] + StreamReader.options + ActionOptions.ofEvents), "Which call; exactly one of the three ids.")
        ],
        result: "the call, or nil and err; with wait = false an operation whose wait() gives the call and whose "
            + "cancel() hangs up",
        action: .connectCall
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let action = ConnectCallAction(
            locator: try locator(options, arguments), callbackURI: "",
            cognitiveServicesEndpoint: try ActionOptions.aiResource(options, instance, arguments),
            transcription: try StreamReader.transcription(options, call: nil, instance, arguments),
            mediaStreaming: try StreamReader.mediaStreaming(options, arguments))
        return ActionOptions.open(.connectCall(action), options, instance, arguments)
    }

    private static func locator(_ options: HostOptions, _ arguments: HostArguments) throws(LuaRaise) -> CallLocator {
        let given = locators.compactMap { name in options.string(name).map { (name, $0) } }
        guard let (name, id) = given.first, given.count == 1 else {
            throw arguments.mistake("give exactly one of the options 'server_call_id', 'group_call_id' and 'room_id'")
        }
        guard !id.isEmpty else { throw arguments.mistake("'\(name)' is empty") }
        switch name {
        case "server_call_id": return .serverCall(id: id)
        case "room_id": return .room(id: id)
        default:
            guard GUID.isGUID(id) else {
                throw arguments.mistake(
                    "'group_call_id' must be a GUID like 01234567-89ab-cdef-0123-456789abcdef, not \"\(id)\"")
            }
            return .groupCall(id: id)
        }
    }
}

/// Ids of the form that Microsoft's services give most things.
private enum GUID {
    static func isGUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts.joined().utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
    }
}
