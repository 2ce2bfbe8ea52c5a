import CallModel
import LuaEngine

/// Muting participants and taking that back.
enum MuteFunctions {
    static let all: [HostFunction] = [mute, unmute]

    private static let options = HostType.options([
        HostParameter("target", .identifier, "Who is meant."),
        HostParameter("targets", .list(.identifier), "Several at once, instead of target."),
        HostParameter(
            "operation_context", .string,
            "Your own words; only the service's response repeats them, since muting has no events."),
    ])

    private static let mute = HostFunction(
        "Call.mute_participant", "Mutes users of the service; phones cannot be muted.",
        parameters: [HostParameter("options", options, "Whom.")], result: "true, or nil and err",
        action: .muteParticipant
    ) { instance, arguments throws(LuaRaise) in
        let action = try action("mutes", arguments)
        return ActionOptions.act(.muteParticipant(action), HostOptions(arguments[0]), instance, arguments)
    }

    private static let unmute = HostFunction(
        "Call.unmute_participant",
        "Takes the muting of users of the service back; only with --api-version \(ActionOptions.previewVersion).",
        parameters: [HostParameter("options", options, "Whom.")], result: "true, or nil and err",
        action: .unmuteParticipant
    ) { instance, arguments throws(LuaRaise) in
        try ActionOptions.requirePreview("unmuting", instance, arguments)
        let action = try action("unmutes", arguments)
        return ActionOptions.act(.unmuteParticipant(action), HostOptions(arguments[0]), instance, arguments)
    }

    private static func action(_ verb: String, _ arguments: HostArguments) throws(LuaRaise) -> MuteParticipantAction {
        let targets = try TargetReader.some(HostOptions(arguments[0]), arguments)
        for target in targets {
            switch target.kind {
            case .communicationUser, .teamsExtensionUser, .unknown: continue
            case .phoneNumber:
                throw arguments.mistake(
                    "the service \(verb) communication users only, and \(target.spoken) is a phone"
                )
            case .microsoftTeamsUser, .microsoftTeamsApp:
                throw arguments.mistake(
                    "the service \(verb) communication users only, and \(target.rawID) belongs to Teams")
            }
        }
        return MuteParticipantAction(targets: targets)
    }
}
