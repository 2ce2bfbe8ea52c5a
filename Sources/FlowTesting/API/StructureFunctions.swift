import CallEmulator
import CallModel
import FlowEngine
import Foundation
import LuaEngine

/// How a spec is made of parts: `describe`, `it`, `before_each`, `after_each`, `given_flow`.
enum StructureFunctions {
    static let all: [SpecFunction] = [describe, it, beforeEach, afterEach, givenFlow]

    private static let options = HostParameter(
        "options",
        .options([
            HostParameter(
                "at", .oneOf([.string, .number(0...253_402_300_799)]),
                "When it begins: \"2026-03-02T09:30:00Z\", or seconds since 1970."),
            HostParameter("skip", .string, "Why it is not run at present."),
            HostParameter("only", .boolean, "Whether all others of the file are left out."),
            HostParameter("allows_errors", .boolean, "Whether the flow may log errors."),
            HostParameter(
                "exact", .boolean, "Whether it measures times or counts on moments: it is not run with kills or faults."
            ),
            HostParameter(
                "ends", .list(.word(CallOutcome.Word.allCases.map(\.rawValue))),
                "How its calls may end when a kill on the way kept the story from coming about."),
        ]), "How it is run; or the function.")

    private static let describe = SpecFunction(
        "describe", "Puts cases together under a name.",
        parameters: [
            HostParameter("name", .string, "What the cases are about.", required: true),
            HostParameter(
                "options", .oneOf([.function, options.type]),
                "What holds for each of its cases that says nothing else; "
                    + "or the function.", required: true),
            HostParameter("body", .function, "Calls `it`, `before_each` and `describe`."),
        ], phases: [.load]
    ) { world, arguments throws(LuaRaise) in
        guard case .string(let name) = arguments[0] else { throw arguments.mistake("a name is needed") }
        let (settings, function) = try story(arguments)
        guard let body = function else {
            throw arguments.mistake("the body is missing: describe(\"\(name)\", function() … end)")
        }
        world.plan.enter(name, settings)
        defer { world.plan.leave() }
        switch world.lua.callSynchronously(body, []) {
        case .returned: return .values(0)
        // The place is in the text already.
        case .failed(let error): throw LuaRaise(.string(error.message))
        case .stopped(let stop): throw arguments.mistake(stop.message)
        }
    }

    private static let it = SpecFunction(
        "it", "One case: a story that must come about.",
        parameters: [
            HostParameter("name", .string, "What must be so, as a sentence.", required: true),
            HostParameter("options", .oneOf([.function, options.type]), options.sentence, required: true),
            HostParameter("body", .function, "The story."),
        ], phases: [.load]
    ) { world, arguments throws(LuaRaise) in
        guard case .string(let name) = arguments[0] else { throw arguments.mistake("a name is needed") }
        let (settings, story) = try story(arguments)
        guard let function = story else {
            throw arguments.mistake("the story is missing: it(\"\(name)\", function() … end)")
        }
        guard world.plan.add(name, settings, function, place: arguments.place) else {
            throw arguments.mistake("there is another case '\(name)' in the same place; names tell cases apart")
        }
        arguments.keep(function)
        return .values(0)
    }

    /// Options and function of `describe` and `it`, which may leave the options out.
    private static func story(
        _ arguments: HostArguments
    ) throws(LuaRaise) -> (options: SpecCase.Options, function: LuaReference?) {
        if case .function(let function) = arguments[1] { return (SpecCase.Options(), function) }
        let options = try read(HostOptions(arguments[1]), arguments)
        if case .function(let function) = arguments[2] { return (options, function) }
        return (options, nil)
    }

    private static func read(
        _ options: HostOptions, _ arguments: HostArguments
    ) throws(LuaRaise) -> SpecCase.Options {
        var settings = SpecCase.Options()
        settings.skip = options.string("skip")
        settings.isOnly = options.boolean("only") ?? false
        settings.allowsErrors = options.boolean("allows_errors") ?? false
        settings.isExact = options.boolean("exact") ?? false
        settings.ends = options.values("ends").compactMap(\.stringValue)
        if let text = options.string("at") {
            guard let date = ISO8601DateFormatter().date(from: text) else {
                throw arguments.mistake("'at' must be a time like \"2026-03-02T09:30:00Z\", not \"\(text)\"")
            }
            settings.start = date.timeIntervalSince1970
        } else {
            settings.start = options.number("at")
        }
        return settings
    }

    private static let beforeEach = SpecFunction(
        "before_each", "Runs before each case of this `describe`, outer ones first.",
        parameters: [HostParameter("body", .function, "What to do.", required: true)], phases: [.load]
    ) { world, arguments throws(LuaRaise) in
        guard case .function(let body) = arguments[0] else { throw arguments.mistake("a function is needed") }
        arguments.keep(body)
        world.plan.before(body)
        return .values(0)
    }

    private static let afterEach = SpecFunction(
        "after_each", "Runs after each case of this `describe` that went well, inner ones first.",
        parameters: [HostParameter("body", .function, "What to do.", required: true)], phases: [.load]
    ) { world, arguments throws(LuaRaise) in
        guard case .function(let body) = arguments[0] else { throw arguments.mistake("a function is needed") }
        arguments.keep(body)
        world.plan.after(body)
        return .values(0)
    }

    private static let givenFlow = SpecFunction(
        "given_flow", "A flow of the spec's own beside those of the folder, or in place of one of them; for this file.",
        parameters: [
            HostParameter("name", .string, "The flow's name, such as \"menu\".", required: true),
            HostParameter("source", .string, "Its Lua text.", required: true),
        ], phases: [.load]
    ) { world, arguments throws(LuaRaise) in
        guard case .string(let name) = arguments[0], case .string(let source) = arguments[1] else {
            throw arguments.mistake("a name and a text are needed")
        }
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }) else {
            throw arguments.mistake("a flow's name has letters, digits, '-' and '_', not '\(name)'")
        }
        guard world.plan.isOutermost else { throw arguments.mistake("belongs at the top of the file") }
        world.plan.flows[name] = source
        return .values(0)
    }
}
