import CallModel
import LuaEngine

/// A kind of identifier with the names of its parts in Lua, for records that have no raw id.
struct IdentifierForm: Sendable {
    /// The kind, which also names the record of its parts.
    let name: String
    private let wire: String
    /// Parts that must be there, the main one first; a text instead of a record gives the main one.
    private let needed: [String]
    private let optional: [String]

    /// Every kind but `unknown`, which has no parts.
    static let all: [IdentifierForm] = [
        IdentifierForm(name: "communication_user", wire: "communicationUser", needed: ["id"], optional: []),
        IdentifierForm(
            name: "phone_number", wire: "phoneNumber", needed: ["value"], optional: ["is_anonymous", "asserted_id"]),
        IdentifierForm(
            name: "microsoft_teams_user", wire: "microsoftTeamsUser", needed: ["user_id"],
            optional: ["is_anonymous", "cloud"]),
        IdentifierForm(name: "microsoft_teams_app", wire: "microsoftTeamsApp", needed: ["app_id"], optional: ["cloud"]),
        IdentifierForm(
            name: "teams_extension_user", wire: "teamsExtensionUser", needed: ["user_id", "tenant_id", "resource_id"],
            optional: ["cloud"]),
    ]

    /// The parts of a record: in a table of their own, or beside `kind`.
    func parts(of table: LuaTable) throws(IdentifierReader.Fault) -> LuaTable {
        var parts = table
        parts["kind"] = nil
        switch table[name] {
        case nil: break
        case .string(let text)?:
            parts[name] = nil
            parts[needed[0]] = .string(text)
        case .table(let own)?:
            parts[name] = nil
            if let (other, _) = parts.namedFields.first {
                throw IdentifierReader.Fault("'\(other)' does not belong beside '\(name)'")
            }
            guard own.array.isEmpty, !own.hasOtherKeys else {
                throw IdentifierReader.Fault("'\(name)' has named parts, like { \(needed[0]) = … }")
            }
            parts = own
        case let other?:
            throw IdentifierReader.Fault("'\(name)' must be a text or a table, not \(other.shown)")
        }
        for (part, value) in parts.namedFields { try check(part, value) }
        return parts
    }

    private func check(_ part: String, _ value: LuaValue) throws(IdentifierReader.Fault) {
        guard needed.contains(part) || optional.contains(part) else {
            throw IdentifierReader.Fault(
                "a \(name) has no '\(part)'" + Nearest.suggestion(for: part, among: needed + optional))
        }
        switch (part, value) {
        case ("is_anonymous", .boolean): return
        case ("is_anonymous", _):
            throw IdentifierReader.Fault("'is_anonymous' must be true or false, not \(value.shown)")
        case ("cloud", .string(let word)) where Cloud(rawValue: word.lowercased()) != nil: return
        case ("cloud", _):
            throw IdentifierReader.Fault(
                "'cloud' must be \(Cloud.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")), "
                    + "not \(value.shown)")
        case (_, .string(let text)) where !text.isEmpty: return
        default: throw IdentifierReader.Fault("'\(part)' must be a text that is not empty, not \(value.shown)")
        }
    }

    /// Who the checked parts name.
    func identifier(_ parts: LuaTable) throws(IdentifierReader.Fault) -> CommunicationIdentifier {
        var json = JSONObject()
        for (part, value) in parts.namedFields {
            json[WireNames.wire(part)] = value.stringValue.map(JSONValue.string) ?? .bool(value == .boolean(true))
        }
        if wire == "phoneNumber" { json["value"] = .string(try phoneNumber(parts)) }
        for part in needed where json[WireNames.wire(part)] == nil {
            throw IdentifierReader.Fault("a \(name) needs '\(part)'")
        }
        guard let identifier = CommunicationIdentifier(json: .object(JSONObject([(wire, .object(json))]))) else {
            throw IdentifierReader.Fault("a \(name) needs '\(needed[0])'")
        }
        do throws(PhoneNumber.Fault) {
            _ = try IdentifierText.parse(identifier.rawID)
        } catch {
            throw IdentifierReader.Fault(error.description)
        }
        guard identifier.kindName == wire || isUserOfAnApp(identifier) else {
            throw IdentifierReader.Fault("'\(identifier.rawID)' is no \(name)")
        }
        return identifier
    }

    /// An id of a communication user with three parts is that of a Teams extension user, and both are written so.
    private func isUserOfAnApp(_ identifier: CommunicationIdentifier) -> Bool {
        wire == "communicationUser" && identifier.kindName == "teamsExtensionUser"
    }

    private func phoneNumber(_ parts: LuaTable) throws(IdentifierReader.Fault) -> String {
        let value = parts["value"]?.stringValue
        if parts["is_anonymous"] == .boolean(true) || value == "anonymous" {
            if let value, value != "anonymous" {
                throw IdentifierReader.Fault("an anonymous phone_number has no 'value', and this one has \"\(value)\"")
            }
            return "anonymous"
        }
        guard let value else { throw IdentifierReader.Fault("a phone_number needs 'value'") }
        do throws(PhoneNumber.Fault) {
            let number = try PhoneNumber(value).value
            return number + (parts["asserted_id"]?.stringValue.map { "_" + $0 } ?? "")
        } catch {
            throw IdentifierReader.Fault(error.description)
        }
    }
}
