import CallModel
import Testing

@testable import CallAutomation
@testable import FlowEngine

/// The fields that filters may name are those of the service's published schemas.
struct EventFieldsTests {
    /// Fields that come although no schema has them.
    private static let beside: Set<String> = ["version", "publicEventType", "eventSource", "teamsPhoneCallDetails"]

    private let contract: JSONValue
    private let schemas: SchemaTable

    init() throws {
        contract = try JSONValue(parsing: ContractText.json)
        schemas = SchemaTable(definitions: try #require(contract["definitions"]), added: [:])
    }

    @Test func everyEventHasTheFieldsOfItsSchema() throws {
        for event in EventName.service {
            let definition = try #require(contract["events"]?[event]?.stringValue, "\(event) is not in the contract")
            let index = try #require(schemas.index(of: definition))
            let known = try #require(EventFields.of(event), "\(event) has no fields")
            #expect(Self.published(known) == members(of: index), "\(event)")
        }
        for event in EventName.own + ["*"] where event != "Restart" {
            #expect(EventFields.of(event) == nil, "\(event)")
        }
        #expect(EventFields.of("Restart")?.keys.sorted() == ["calls", "data", "handler"])
    }

    @Test func anIdentifierHasTheFieldsOfItsSchema() throws {
        let index = try #require(schemas.index(of: "CommunicationIdentifierModel"))
        #expect(EventFields.identifier == members(of: index))
    }

    @Test func everyFieldHasASpellingInLua() {
        for event in EventName.service { check(EventFields.of(event) ?? [:], of: event) }
        check(EventFields.identifier, of: "identifiers")
    }

    private func check(_ fields: [String: EventFields.Shape], of owner: String) {
        for (name, shape) in fields {
            let lua = WireNames.lua(name)
            #expect(lua == lua.lowercased() && WireNames.wire(lua) == name, "\(name) of \(owner)")
            if case .record(let inner) = shape { check(inner, of: name) }
        }
    }

    private static func published(_ fields: [String: EventFields.Shape]) -> [String: EventFields.Shape] {
        fields.filter { !beside.contains($0.key) }.mapValues { shape in
            if case .record(let inner) = shape { .record(published(inner)) } else { shape }
        }
    }

    private func members(of index: Int) -> [String: EventFields.Shape] { schemas[index].properties.mapValues(shape) }

    private func shape(of index: Int) -> EventFields.Shape {
        if index == schemas.index(of: "CommunicationIdentifierModel") { return .identifier }
        switch schemas[index].shape {
        case .array: return .list
        case .object: return schemas[index].properties.isEmpty ? .free : .record(members(of: index))
        case .any, .string, .boolean, .integer, .number: return .value
        }
    }
}
