import CallModel
import FlowEngine
import LuaEngine

/// What the web and the store of a spec are: servers that answer as the spec says, and entries to begin with.
enum WebFunctions {
    static let all: [SpecFunction] = [httpAnswers, storeHas, stored]

    private static let replyFields: [HostParameter] = [
        HostParameter("status", .integer(100...599), "The status; 200 if not given."),
        HostParameter("json", .any, "The body, as JSON."), HostParameter("body", .string, "The body, as it is."),
        HostParameter("headers", .map(.string), "Headers of the answer."),
        HostParameter("after", .number(0...86_400), "Seconds that the server takes."),
    ]
    private static let faults = ["timeout", "refused", "cut"]

    private static let httpAnswers = SpecFunction(
        "http_answers",
        "Servers answer such requests of flows so; of several that fit the newest counts. What nothing answers fails the "
            + "case.",
        parameters: [
            HostParameter(
                "rule",
                .options([
                    HostParameter("method", .string, "Such as \"POST\"; any if not given."),
                    HostParameter(
                        "url", .oneOf([.string, .table]),
                        "The address, with or without its query, or a pattern.", required: true),
                    HostParameter(
                        "reply", .oneOf([.function, .options(replyFields)]),
                        "The answer; or a function that gets the request and returns one."),
                    HostParameter("fault", .word(faults), "There is no answer: this happens."),
                    HostParameter("live", .boolean, "The real server answers, wherever it is."),
                    HostParameter("times", .integer(1...1_000), "How many requests are answered so; all if not given."),
                ]), "Which requests and what answer.", required: true)
        ]
    ) { world, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let fits = try address(options.value("url"), world, arguments)
        let given = ["reply", "fault", "live"].filter { options.value($0) != .nil }
        guard given.count == 1 else { throw arguments.mistake("give one of 'reply', 'fault' and 'live'") }
        let answerer: WebRule.Answerer
        switch given[0] {
        case "fault": answerer = .reply(fault(options.string("fault") ?? ""), after: 0)
        case "live":
            guard options.boolean("live") == true else { throw arguments.mistake("'live' is true or not there") }
            answerer = .live
        default: answerer = try reply(options.value("reply"), world, &arguments)
        }
        world.note(
            "http answers \(options.string("method") ?? "") \(options.value("url").shown(quoted: false))", arguments)
        let rule = WebRule(
            method: options.string("method")?.uppercased(), fits: fits, answerer: answerer,
            times: options.integer("times"))
        try arguments.attempt(world) { try world.onStage().answerWeb(rule) }
        return .values(0)
    }

    private static func address(
        _ value: LuaValue, _ world: SpecWorld, _ arguments: HostArguments
    ) throws(LuaRaise) -> (String) -> Bool {
        if case .string(let text) = value {
            let wanted: WebURL
            do throws(WebURL.Fault) {
                wanted = try WebURL(text)
            } catch {
                throw arguments.mistake("'url': \"\(text)\" \(error.reason)")
            }
            return { address in address == wanted.text || address.prefix { $0 != "?" } == wanted.text }
        }
        let match = try TextMatch(value, arguments)
        return { match.matches($0) }
    }

    private static func fault(_ word: String) -> WebRule.Reply {
        switch word {
        case "timeout": .silence
        case "refused": .fault(SendFault(.notSent, "no connection: nobody listens there", reason: .unreachable))
        default: .fault(SendFault(.unknown, "the connection ended before the answer"))
        }
    }

    private static func reply(
        _ value: LuaValue, _ world: SpecWorld, _ arguments: inout HostArguments
    ) throws(LuaRaise) -> WebRule.Answerer {
        guard case .function(let function) = value else {
            let (response, after) = try response(value, world, arguments)
            return .reply(.response(response), after: after)
        }
        arguments.keep(function)
        let (place, called) = (arguments.place, arguments)
        return .function { [unowned world] request in
            let answer = try world.call(function, with: WebRequestView.lua(request), at: place)
            if case .string(let word) = answer, faults.contains(word) { return (fault(word), 0) }
            let type = HostType.options(replyFields)
            if let fault = type.fault(of: answer, name: "the answer") {
                throw SpecProblem(file: "", message: "http_answers (\(place)): \(fault)")
            }
            let (response, after) = try response(answer, world, called)
            return (.response(response), after)
        }
    }

    private static func response(
        _ value: LuaValue, _ world: SpecWorld, _ arguments: HostArguments
    ) throws(LuaRaise) -> (WebResponse, after: Double) {
        let options = HostOptions(value)
        var headers = options.texts("headers").map { (name: $0.name, value: $0.text) }
        var body = options.string("body") ?? ""
        if options.value("json") != .nil {
            guard options.string("body") == nil else { throw arguments.mistake("'json' and 'body' are both a body") }
            body = try arguments.json(world.plain(options.value("json"))).text
            if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
                headers.append((name: "content-type", value: "application/json"))
            }
        }
        guard body.utf8.count <= WebRequest.mostBytes else {
            throw arguments.mistake("the body is \(body.utf8.count) bytes; a flow takes \(WebRequest.mostBytes)")
        }
        return (
            WebResponse(status: options.integer("status") ?? 200, headers: headers, body: body),
            options.number("after") ?? 0
        )
    }

    // MARK: - The store

    private static let storeHas = SpecFunction(
        "store_has", "The store of flows has these entries from now on.",
        parameters: [HostParameter("entries", .table, "Values by name.", required: true)]
    ) { world, arguments throws(LuaRaise) in
        guard case .table(let table) = arguments[0], table.array.isEmpty, !table.hasOtherKeys else {
            throw arguments.mistake("entries have names, like { visits = 3 }")
        }
        for (name, value) in table.namedFields {
            let json = try arguments.json(world.plain(value))
            try arguments.attempt(world) { try world.onStage().presetStore(name, to: json) }
        }
        return .values(0)
    }

    private static let stored = SpecFunction(
        "stored", "What the store of flows has under a name, as of now.",
        parameters: [HostParameter("key", .string, "The entry's name.", required: true)],
        result: "the value, nil when there is none"
    ) { world, arguments throws(LuaRaise) in
        let key = arguments[0].stringValue ?? ""
        let value = try arguments.attempt(world) { try world.onStage().stored(key) }
        arguments.call.push(value.map { Marshalling.value($0, field: "", isFree: true) } ?? .nil)
        return .values(1)
    }
}
