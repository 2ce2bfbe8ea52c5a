import CallModel
import Testing

@testable import FlowEngine

/// Functions, actions and their rules say the same.
struct HostAPIParityTests {
    @Test func everyActionHasOneFunctionOfItsName() {
        let named = ActionSamples.functions.map { ($0.kind, $0.function.name) }
        #expect(named.allSatisfy { $0.0.rawValue == $0.1 })
        #expect(
            named.map(\.0.rawValue).sorted()
                == ActionKind.allCases.filter { !$0.isOfRecording }.map(\.rawValue).sorted())
    }

    @Test func everyFunctionAsksForTheActionThatItDeclares() throws {
        for (function, kind) in ActionSamples.functions {
            let driver = try ActionSamples.handling(ActionSamples.code(function, kind))
            let action = try driver.action()
            #expect(action.action.kind == kind)
            #expect(action.waits)
            #expect(action.timeout == nil)
            #expect(action.context == nil)
            #expect(action.place == "test/main.lua:2")
        }
    }

    @Test func onlyFunctionsWithoutAnActionAskForOthers() throws {
        let others = HostAPI.functions.filter { $0.action == nil }.map(\.name)
        #expect(Set(others).isDisjoint(with: ActionKind.allCases.map(\.rawValue)))
    }

    @Test func namesOfFunctionsAreUniqueAndEveryOptionIsExplained() {
        let names = HostAPI.functions.map(\.shownName)
        #expect(Set(names).count == names.count)
        for function in HostAPI.functions {
            #expect(!function.signature.summary.isEmpty)
            let options = ActionSamples.declared(function)
            #expect(Set(options.map(\.name)).count == options.count, "\(function.shownName)")
            #expect(
                options.allSatisfy { $0.sentence.hasSuffix(".") || $0.sentence.contains(";") }, "\(function.shownName)")
        }
    }

    @Test func actionsThatEndWithAnEventTakeTimeoutContextAndWait() throws {
        // The service gives a recording no context.
        for (function, kind) in ActionSamples.functions where kind != .startRecording {
            let names = Set(ActionSamples.declared(function).map(\.name))
            let rule = ActionRule.of(kind)
            #expect(names.isSuperset(of: ["timeout", "operation_context", "wait"]) == rule.expectsEvent, "\(kind)")
            guard rule.expectsEvent else { continue }
            let code = ActionSamples.code(
                function, kind, more: "timeout = 7, operation_context = 'mine', wait = false")
            let action = try ActionSamples.handling(code).action()
            #expect(action.timeout == 7)
            #expect(action.context == "mine")
            #expect(!action.waits)
        }
    }

    @Test func actionsWhoseEventsCanGoElsewhereTakeAnAddress() throws {
        for (function, kind) in ActionSamples.functions {
            let takes = ActionSamples.declared(function).contains { $0.name == "operation_callback_uri" }
            #expect(takes == ActionRule.of(kind).takesCallbackURI, "\(kind)")
            guard takes else { continue }
            let code = ActionSamples.code(
                function, kind, more: "operation_callback_uri = 'https://example.com/events?x=1'")
            #expect(
                try ActionSamples.handling(code).action().action.operationCallbackURI
                    == "https://example.com/events?x=1")
            let wrong = ActionSamples.code(function, kind, more: "operation_callback_uri = 'http://example.com'")
            let message = try ActionSamples.handling(wrong).failures.first?.message ?? ""
            #expect(
                message.contains("'operation_callback_uri' must be an address like https://example.com/"), "\(message)")
        }
    }

    @Test func everyOptionRefusesAWrongTypeAndAWrongName() throws {
        for (function, _) in ActionSamples.functions {
            let name = function.isMethod ? "call:\(function.name)" : function.name
            for option in ActionSamples.declared(function) {
                let wrong = try mistake("\(name) { \(option.name) = function() end }")
                #expect(wrong.contains("'\(option.name)' must be "), "\(wrong)")
                #expect(wrong.contains("not a function"), "\(wrong)")
                let misspelt = try mistake("\(name) { \(option.name)x = 1 }")
                #expect(
                    misspelt.hasSuffix("unknown option '\(option.name)x'; did you mean '\(option.name)'?"),
                    "\(misspelt)")
            }
            if !ActionSamples.declared(function).isEmpty {
                let known = ActionSamples.declared(function).map(\.name).joined(separator: ", ")
                #expect(
                    try mistake("\(name) { quatsch = 1 }").hasSuffix("unknown option 'quatsch'; options are \(known)"))
                #expect(try mistake("\(name) { 'x' }").contains("options are written with names"))
            }
        }
    }

    @Test func everyNumberHasARangeAndEveryWordAList() throws {
        for (function, _) in ActionSamples.functions {
            let name = function.isMethod ? "call:\(function.name)" : function.name
            for option in ActionSamples.declared(function) {
                let wrong: [String]
                switch option.type {
                case .number(let range): wrong = ["\(range.lowerBound - 1)", "\(range.upperBound + 1)"]
                case .integer(let range): wrong = ["\(range.lowerBound - 1)", "\(range.upperBound + 1)"]
                case .word: wrong = ["'nonsense'"]
                default: continue
                }
                for value in wrong {
                    let message = try mistake("\(name) { \(option.name) = \(value) }")
                    #expect(message.contains("'\(option.name)' must be "), "\(message)")
                }
            }
        }
    }

    @Test func actionsBelongIntoHandlers() {
        #expect(ActionSamples.functions.allSatisfy { $0.function.phases == [.call] })
        for code in ["create_call { }", "connect_call { }", "launch('x')", "signal('x', 'y')"] {
            let source = "\(code) on('Launch', function() end)"
            let report = FlowLoader.load(
                FlowSources(files: ["a/main.lua": Array(source.utf8)]), environment: FlowEnvironment())
            #expect(
                report.problems.first?.reason.contains("(the call phase), not at a file's top level (the load phase)")
                    == true, "\(report.problems)")
        }
    }

    /// The mistake of a flow that asked for nothing.
    private func mistake(_ code: String) throws -> String {
        let driver = try ActionSamples.handling(code)
        #expect(driver.asks.isEmpty, "\(code)")
        return driver.failures.first?.message ?? "no mistake: \(code)"
    }
}
