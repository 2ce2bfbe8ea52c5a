import CallModel
import FlowEngine
import FlowWeb
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import FlowTesting

struct WebFunctionsTests {
    /// Looks the caller up, counts the call, tells the CRM afterwards.
    private static let crm = [
        "desk": """
        flow { locale = "en-US", voice = "en-US-AvaNeural" }
        on("IncomingCall", { to = "+18005550199" }, function(call)
          call:answer()
          local res, err = http.get("https://crm.example.com/people", {
            query = { number = call.from }, bearer = http.secret("CRM"), timeout = 2 })
          local name = res and res.status == 200 and res.json.name or "caller"
          call:play { text = "Hello " .. name .. "." }
          log.info("looked up", { reason = err and err.reason or tostring(res.status) })
          local n = assert(store.incr("calls/" .. call.from, 1, { expires = 3600 }))
          call:hang_up { for_everyone = true }
          local sent = assert(http.post("https://crm.example.com/calls", {
            json = { number = call.from, Count = n }, idempotency_key = "call-" .. n }))
          log.info("told", { status = sent.status })
        end)
        """
    ]

    private static let stubs = """
        http_answers { method = "GET", url = "https://crm.example.com/people", reply = { json = { name = "Ada" } } }
        http_answers { method = "POST", url = "https://crm.example.com/calls", reply = { status = 201 } }

        """

    private static let story = """
        local call = caller:dial "+18005550199"
        caller:hears "Hello Ada."
        expect(call):sent("http", { method = "GET", url = "https://crm.example.com/people", query = { number = caller },
          headers = { Authorization = "Bearer secret CRM" } })
        expect(call):has_ended()
        expect(call):sent("http", { method = "POST", json = { Count = 3 }, idempotency_key = "call-3" }, { times = 1 })
        expect(call):sent("store", { step = "incr", key = "calls/+14255550100" })
        expect(call):sent_in_order { "answer", "http", "play", "store", "hang_up", "http" }
        expect(call.session):is_over { way = "finished" }
        expect(stored "calls/+14255550100"):equals(3)
        """

    @Test func aFlowIsToldWhatTheSpecSays() async throws {
        try await SpecBench.passes(
            Self.stubs + "store_has { ['calls/+14255550100'] = 2 }\n" + Self.story, flows: Self.crm)
    }

    @Test func aStoryWithTheWebAndTheStoreStandsKillsAtEachWaitAndReplays() async throws {
        let suite = SpecBench.suite(
            "it('a', function() local caller = phone '+14255550100'\n" + Self.stubs
                + "store_has { ['calls/+14255550100'] = 2 }\n" + Self.story + "\nend)", flows: Self.crm)
        try #require(suite.problems.isEmpty, "\(suite.problems)")
        var run = SpecRun(suite)
        run.crashesEverywhere = true
        let crashed = try #require(await run.run().first)
        #expect(crashed.outcome == .passed, "\(crashed.outcome)")
        #expect(crashed.runs > 10)
        run.crashesEverywhere = false
        run.alwaysReplays = true
        let replayed = try #require(await run.run().first)
        #expect(replayed.outcome == .passed, "\(replayed.outcome)")
    }

    @Test(
        arguments: [
            ("fault = 'timeout'", "timeout"), ("fault = 'refused'", "unreachable"),
            ("fault = 'cut'", "outcome_unknown"),
            ("reply = { status = 503, body = 'later' }", "503"), ("reply = { after = 5 }", "timeout"),
            ("reply = { after = 1.5, status = 404 }", "404"),
            (
                "reply = function(r) return { status = r.method == 'GET' and r.query.number == '+14255550100' and 418 or 1 } end",
                "418"
            ),
            ("reply = function(r) return 'refused' end", "unreachable"),
        ])
    func anAnswerIsWhatTheRuleSays(rule: String, reason: String) async throws {
        try await SpecBench.passes(
            """
            http_answers { url = pattern "^https://crm", reply = { status = 201 } }
            http_answers { url = "https://crm.example.com/people", \(rule) }
            local call = caller:dial "+18005550199"
            caller:hears "Hello caller."
            expect(call):logged("looked up", { reason = "\(reason)" })
            expect(call):logged("told", { status = 201 })
            """, flows: Self.crm)
    }

    @Test func aRuleAnswersAsOftenAsItSays() async throws {
        try await SpecBench.passes(
            Self.stubs + """
                http_answers { url = "https://crm.example.com/people", reply = { status = 500 }, times = 1 }
                caller:dial "+18005550199"
                caller:hears "Hello caller."
                advance(60)
                caller:dial "+18005550199"
                caller:hears "Hello Ada."
                """, flows: Self.crm)
    }

    @Test func whatNothingAnswersFailsTheCase() async throws {
        let failure = try await SpecBench.failure(
            #"caller:dial "+18005550199" caller:hears "Hello caller." advance(60)"#, flows: Self.crm)
        #expect(
            failure.problem.message.hasPrefix(
                "a flow asked for GET https://crm.example.com/people?number=%2B14255550100, and no http_answers"),
            "\(failure.problem)")
    }

    @Test(
        arguments: [
            ("http_answers { url = 'crm', reply = {} }", "has no https://"),
            ("http_answers { url = 'https://a/' }", "give one of"),
            ("http_answers { url = 'https://a/', reply = { stat = 1 } }", "unknown option 'stat'"),
            ("expect(caller:dial '+18005550199'):sent('http', { adress = 'x' })", "http has no field 'adress'"),
            (
                "expect(caller:dial '+18005550199'):sent('http', { url = 'https://b/' }, { within = 1 })",
                "sent were answer"
            ),
        ])
    func aMistakeOfASpecIsTold(code: String, sentence: String) async throws {
        let failure = try await SpecBench.failure(Self.stubs + code, flows: Self.crm)
        #expect(failure.problem.message.contains(sentence), "\(failure.problem)")
    }

    @Test func whereOthersAreServedTooACaseWithItsOwnWebIsLeftOut() async throws {
        let suite = SpecBench.suite("it('a', function() \(Self.stubs) end)", flows: Self.crm)
        var run = SpecRun(suite)
        run.isLive = true
        let result = try #require(await run.run().first)
        guard case .skipped(let reason) = result.outcome else {
            Issue.record("\(result.outcome)")
            return
        }
        #expect(reason.contains("servers of the web that answer as a spec says"))
    }

    @Test func aReplyThatFailsIsTheCasesFailure() async throws {
        let failure = try await SpecBench.failure(
            Self.stubs + """
                http_answers { url = "https://crm.example.com/people", reply = function(r) error("my mistake") end }
                caller:dial "+18005550199"
                caller:hears "Hello caller."
                """, flows: Self.crm)
        #expect(failure.problem.message.contains("my mistake"), "\(failure.problem)")
    }

    @Test func aRealServerAnswersWhereTheSpecSaysSo() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                child.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try child.pipeline.syncOperations.addHandler(Greeter())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = server.localAddress?.port ?? 0
        let flow = """
            on("Launch", function()
              local res = assert(http.get("http://localhost:\(port)/x", { headers = { ["X-Me"] = "1" } }))
              log.info("answered", { body = res.body })
            end)
            """
        try await SpecBench.passes(
            """
            http_answers { url = pattern "^http://localhost:", live = true }
            expect(launch("live")):logged("answered", { body = "GET /x" })
            """, flows: ["live": flow])
        try await server.close()
    }
}

private final class Greeter: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        let body = ByteBuffer(string: "\(head.method) \(head.uri)")
        let answer = HTTPResponseHead(
            version: .http1_1, status: .ok, headers: ["Content-Length": "\(body.readableBytes)"])
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
