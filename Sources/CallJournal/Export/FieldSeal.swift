import CallModel
import Crypto
import Foundation

/// Seals single values of a journal with the store's key: `{"sealed": "…"}`, base64 of AES-GCM over the value's JSON.
///
/// A sealed value is bound to its session and its member's name, so that it cannot stand for another.
public struct FieldSeal: Sendable {
    private let key: SymmetricKey

    /// A seal by the store's key.
    public init(key: JournalKey) { self.key = key.key }

    static func isSealed(_ value: JSONValue) -> Bool {
        guard let members = value.objectValue?.members, members.count == 1 else { return false }
        return members[0].name == "sealed" && members[0].value.stringValue != nil
    }

    func sealed(_ value: JSONValue, _ name: String, _ session: SessionID) -> JSONValue? {
        let box = try? AES.GCM.seal(value.encoded, using: key, authenticating: Self.place(name, session))
        return (box?.combined).map { ["sealed": .string($0.base64EncodedString())] }
    }

    /// The value with all that can be opened in place of what was sealed; what was sealed with another key stays so.
    public func unsealed(_ value: JSONValue, of session: SessionID) -> JSONValue {
        switch value {
        case .array(let items): return .array(items.map { unsealed($0, of: session) })
        case .object(let object):
            let members = object.members.map { name, inner -> (name: String, value: JSONValue) in
                (name, opened(inner, name, session) ?? unsealed(inner, of: session))
            }
            return .object(JSONObject(members))
        case .null, .bool, .integer, .number, .string: return value
        }
    }

    private func opened(_ value: JSONValue, _ name: String, _ session: SessionID) -> JSONValue? {
        guard Self.isSealed(value), let text = value["sealed"]?.stringValue, let data = Data(base64Encoded: text),
            let box = try? AES.GCM.SealedBox(combined: data),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: Self.place(name, session))
        else { return nil }
        return try? JSONValue(parsing: Array(bytes))
    }

    private static func place(_ name: String, _ session: SessionID) -> [UInt8] {
        Array("field \(session) \(name)".utf8)
    }
}
