import CallModel
import FlowEngine
import Foundation
import LuaSyntax
import Testing

@testable import hookswitch

struct FlowTypesTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("stdlib/meta/hookswitch.d.lua")

    @Test func theEditorsTypesAreThoseOfTheDeclarations() throws {
        let kept = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(kept == FlowTypes.text + "\n", "write it anew: hookswitch types > stdlib/meta/hookswitch.d.lua")
    }

    @Test func everyFunctionOptionAndEventIsThere() {
        let lines = Set(FlowTypes.text.split(separator: "\n"))
        for function in HostCatalogue.functions.map(\.signature) {
            let name = function.isMethod ? "\(function.namespace):\(function.name)" : function.shownName
            #expect(lines.contains { $0.hasPrefix("function \(name)(") }, "\(name)")
        }
        for event in EventName.all {
            #expect(lines.contains("---@class hookswitch.\(event) : hookswitch.Event"), "\(event)")
        }
        for line in ["---@field text? string|(string)[] What to say", "---@field tone? string"] {
            #expect(lines.contains { $0.hasPrefix(line) }, "\(line)")
        }
        #expect(
            FlowTypes.text.contains("---@overload fun(event: \"CallConnected\", handler: fun(call: hookswitch.Call, "))
        #expect(FlowTypes.text.contains("---@field result_information? { code?: integer, "))
    }

    @Test func everyClassThatIsNamedIsThere() throws {
        let text = FlowTypes.text
        let named = Set(text.matches(of: /hookswitch\.([A-Z]\w*)/).map { String($0.1) })
        let there = Set(text.matches(of: /---@class hookswitch\.(\w+)/).map { String($0.1) })
        #expect(named.subtracting(there).isEmpty, "\(named.subtracting(there).sorted())")
    }

    @Test func thePagesAreLua() throws {
        for (path, text) in EditorLibrary.files {
            #expect(throws: Never.self, "\(path)") { try LuaParser.parse(Array(text.utf8)) }
        }
    }
}
