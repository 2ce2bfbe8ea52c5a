import Foundation
import Testing

@testable import FlowTesting

struct SpecTypesTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("stdlib/meta/spec.d.lua")

    @Test func theEditorsTypesAreThoseOfTheDeclarations() throws {
        let kept = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(kept == SpecTypes.text + "\n", "write it anew: hookswitch types specs > stdlib/meta/spec.d.lua")
    }

    @Test func everyFunctionSaysWhatItDoes() {
        let functions = SpecAPI.functions.map(\.signature)
        #expect(Set(functions.map { "\($0.namespace).\($0.name)" }).count == functions.count)
        for function in functions {
            #expect(function.summary.hasSuffix("."), "\(function.shownName)")
            for parameter in function.parameters {
                #expect(parameter.sentence.hasSuffix("."), "\(function.shownName) \(parameter.name)")
            }
        }
    }

    @Test func everyFieldIsInTheTypes() {
        for field in ["number", "participants", "session", "way"] {
            #expect(SpecTypes.text.contains("---@field \(field) "))
        }
    }
}
