import CallModel
import LuaEngine

/// Reads identifiers as flows write them: a text, or a record as events carry it. The one reader behind every option
/// that names somebody.
enum IdentifierReader {
    /// Why a value names nobody; a sentence without a full stop.
    struct Fault: Error {
        let sentence: String

        init(_ sentence: String) { self.sentence = sentence }
    }

    /// Who a value names.
    static func read(_ value: LuaValue) throws(Fault) -> CommunicationIdentifier {
        switch value {
        case .string(let text): return try parsed(text)
        case .table(let table): return try record(table)
        default: throw nobody
        }
    }

    private static let nobody = Fault(
        "this names nobody; write a text like \"+18005550199\", or a table with raw_id, or one with a kind and its parts"
    )

    private static func parsed(_ text: String) throws(Fault) -> CommunicationIdentifier {
        do throws(PhoneNumber.Fault) {
            return try IdentifierText.parse(text)
        } catch {
            throw Fault(error.description)
        }
    }

    private static func record(_ table: LuaTable) throws(Fault) -> CommunicationIdentifier {
        guard table.array.isEmpty, !table.hasOtherKeys else { throw nobody }
        if let raw = table["raw_id"] {
            guard case .string(let text) = raw, !text.isEmpty else {
                throw Fault("'raw_id' must be a text that names somebody, not \(raw.shown)")
            }
            // With a kind it is a record of the service's, which may name callers that nobody could dial.
            return table["kind"] == nil ? try parsed(text) : CommunicationIdentifier(rawID: text)
        }
        let form = try form(of: table)
        return try form.identifier(try form.parts(of: table))
    }

    /// The form that a record without a raw id has.
    private static func form(of table: LuaTable) throws(Fault) -> IdentifierForm {
        let named = IdentifierForm.all.filter { table[$0.name] != nil }
        guard let kind = table["kind"] else {
            if named.count > 1 {
                throw Fault("this names two: \(named.map(\.name).joined(separator: " and ")); give one of them")
            }
            if let form = named.first { return form }
            let names = IdentifierForm.all.map(\.name) + ["raw_id", "kind"]
            for (field, _) in table.namedFields {
                let suggestion = Nearest.suggestion(for: field, among: names)
                if !suggestion.isEmpty { throw Fault("an identifier has no '\(field)'\(suggestion)") }
            }
            throw nobody
        }
        guard let form = IdentifierForm.all.first(where: { .string($0.name) == kind }) else {
            if kind == .string("unknown") { throw Fault("an identifier of kind \"unknown\" needs 'raw_id'") }
            throw Fault(
                "there is no kind \(kind.shown)"
                    + Nearest.suggestion(for: kind.stringValue ?? "", among: IdentifierForm.all.map(\.name)))
        }
        if let other = named.first(where: { $0.name != form.name }) {
            throw Fault("'kind' says \(form.name), but the table has '\(other.name)'")
        }
        return form
    }
}
