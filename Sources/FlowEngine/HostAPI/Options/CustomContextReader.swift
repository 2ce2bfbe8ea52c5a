import CallModel
import LuaEngine

/// Reads `custom_context`: headers and details that go with a call. Names of headers belong to the flow and keep their spelling.
enum CustomContextReader {
    static let option = HostParameter(
        "custom_context",
        .options([
            HostParameter("voip_headers", .map(.string), "For users of the service, by name; at most 1000."),
            HostParameter(
                "sip_headers", .map(.string),
                "For phones behind direct routing, by name; at most 5. \"\(CustomCallingContext.sipPrefix)\" is put "
                    + "before a name that does not begin with X-."),
            HostParameter("user_to_user", .string, "For phones: the value of the User-To-User header."),
            TeamsDetailsReader.option,
        ]), "What the target is told beside the call; the headers come back in its IncomingCall event.")

    /// The context that options give; nil when there is nothing in it.
    static func context(_ options: HostOptions, _ arguments: HostArguments) throws(LuaRaise) -> CustomCallingContext? {
        guard let given = options.options("custom_context") else { return nil }
        var context = CustomCallingContext()
        context.voipHeaders = given.texts("voip_headers").map { CustomCallingContext.Header($0.name, $0.text) }
        if let text = given.string("user_to_user") {
            context.sipHeaders.append(CustomCallingContext.Header(CustomCallingContext.userToUser, text))
        }
        for (name, text) in given.texts("sip_headers") {
            guard !name.isEmpty else { throw arguments.mistake("'sip_headers': a header needs a name") }
            context.sipHeaders.append(CustomCallingContext.Header(sipName(name), text))
        }
        context.teamsPhoneCallDetails = TeamsDetailsReader.details(given)
        if let fault = context.fault { throw arguments.mistake("option 'custom_context': \(fault)") }
        var seen: Set<String> = []
        for header in context.sipHeaders where !seen.insert(header.name.lowercased()).inserted {
            throw arguments.mistake("option 'custom_context': the SIP header '\(header.name)' stands there twice")
        }
        return context.isEmpty ? nil : context
    }

    private static func sipName(_ name: String) -> String {
        if CustomCallingContext.isUserToUser(name) || name.lowercased().hasPrefix("x-") { return name }
        return CustomCallingContext.sipPrefix + name
    }
}
