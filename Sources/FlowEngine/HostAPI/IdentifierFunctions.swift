import CallModel
import LuaEngine

/// `identifier(x)`: who a text or a record names, with all its parts.
enum IdentifierFunctions {
    static let all: [HostFunction] = [identifier]

    private static let identifier = HostFunction(
        "identifier", "Tells who a number, a raw id or a record of an event names; a wrong one is a mistake.",
        parameters: [HostParameter("who", .identifier, "Such as \"+18005550199\" or \"8:acs:…\".", required: true)],
        result: "{ kind = \"phone_number\", raw_id = …, phone_number = \"+…\", … }", phases: [.load, .call]
    ) { _, arguments throws(LuaRaise) in
        do throws(IdentifierReader.Fault) {
            arguments.call.push(record(try IdentifierReader.read(arguments[0])))
            return .values(1)
        } catch {
            throw arguments.mistake(error.sentence)
        }
    }

    /// Kind, raw id, and the parts of the kind side by side.
    static func record(_ identifier: CommunicationIdentifier) -> LuaValue {
        var fields: [(String, LuaValue)] = [
            ("kind", .string(WireNames.luaWord(identifier.kindName))), ("raw_id", .string(identifier.rawID)),
        ]
        switch identifier.kind {
        case .communicationUser(let id): fields += [("id", .string(id))]
        case .phoneNumber(_, let isAnonymous, let assertedID):
            fields += [
                ("phone_number", identifier.phoneNumber.map { .string($0) } ?? .nil),
                ("is_anonymous", .boolean(isAnonymous)), ("asserted_id", assertedID.map { .string($0) } ?? .nil),
            ]
        case .microsoftTeamsUser(let id, let isAnonymous, let cloud):
            fields += [
                ("user_id", .string(id)), ("is_anonymous", .boolean(isAnonymous)), ("cloud", .string(cloud.rawValue)),
            ]
        case .microsoftTeamsApp(let id, let cloud):
            fields += [("app_id", .string(id)), ("cloud", .string(cloud.rawValue))]
        case .teamsExtensionUser(let user, let tenant, let resource, let cloud):
            fields += [
                ("user_id", .string(user)), ("tenant_id", .string(tenant)), ("resource_id", .string(resource)),
                ("cloud", .string(cloud.rawValue)),
            ]
        case .unknown: break
        }
        return .record(fields)
    }
}
