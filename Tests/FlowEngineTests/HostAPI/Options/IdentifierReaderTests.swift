import CallModel
import LuaEngine
import Testing

@testable import FlowEngine

struct IdentifierReaderTests {
    @Test(arguments: [
        ("'+18005550199'", "4:+18005550199"),
        ("'4:+18005550199'", "4:+18005550199"),
        ("'4:anonymous'", "4:anonymous"),
        ("'4:+18005550199_a1'", "4:+18005550199_a1"),
        ("'8:acs:r_u'", "8:acs:r_u"),
        ("'8:orgid:u'", "8:orgid:u"),
        ("'28:orgid:a'", "28:orgid:a"),
        ("'48:future:x'", "48:future:x"),
        ("{ raw_id = '8:acs:r_u' }", "8:acs:r_u"),
        ("{ phone_number = '+18005550199' }", "4:+18005550199"),
        ("{ phone_number = { value = '+18005550199' } }", "4:+18005550199"),
        (
            "{ phone_number = { value = '+18005550199', is_anonymous = false, asserted_id = 'a1' } }",
            "4:+18005550199_a1"
        ),
        ("{ phone_number = { is_anonymous = true } }", "4:anonymous"),
        ("{ phone_number = 'anonymous' }", "4:anonymous"),
        ("{ kind = 'phone_number', value = '+18005550199' }", "4:+18005550199"),
        ("{ kind = 'phone_number', phone_number = '+18005550199', is_anonymous = false }", "4:+18005550199"),
        ("{ kind = 'phone_number', is_anonymous = true }", "4:anonymous"),
        ("{ communication_user = { id = '8:acs:r_u' } }", "8:acs:r_u"),
        ("{ communication_user = '8:gcch-acs:r_u' }", "8:gcch-acs:r_u"),
        ("{ kind = 'communication_user', id = '8:spool:x' }", "8:spool:x"),
        ("{ communication_user = { id = '8:acs:r_t_u' } }", "8:acs:r_t_u"),
        ("{ microsoft_teams_user = { user_id = 'u' } }", "8:orgid:u"),
        ("{ microsoft_teams_user = { user_id = 'u', cloud = 'public' } }", "8:orgid:u"),
        ("{ microsoft_teams_user = { user_id = 'u', cloud = 'dod' } }", "8:dod:u"),
        ("{ microsoft_teams_user = { user_id = 'u', cloud = 'GCCH' } }", "8:gcch:u"),
        ("{ microsoft_teams_user = { user_id = 'u', is_anonymous = true } }", "8:teamsvisitor:u"),
        ("{ kind = 'microsoft_teams_user', user_id = 'u', cloud = 'dod' }", "8:dod:u"),
        ("{ microsoft_teams_user = 'u' }", "8:orgid:u"),
        ("{ microsoft_teams_app = { app_id = 'a' } }", "28:orgid:a"),
        ("{ microsoft_teams_app = { app_id = 'a', cloud = 'dod' } }", "28:dod:a"),
        ("{ kind = 'microsoft_teams_app', app_id = 'a', cloud = 'gcch' }", "28:gcch:a"),
        ("{ teams_extension_user = { user_id = 'u', tenant_id = 't', resource_id = 'r' } }", "8:acs:r_t_u"),
        (
            "{ kind = 'teams_extension_user', user_id = 'u', tenant_id = 't', resource_id = 'r', cloud = 'gcch' }",
            "8:gcch-acs:r_t_u"
        ),
        (
            "{ teams_extension_user = { user_id = 'u', tenant_id = 't', resource_id = 'r', cloud = 'dod' } }",
            "8:dod-acs:r_t_u"
        ),
        // Records of events: the raw id decides, whatever else there is.
        (
            "{ kind = 'phone_number', raw_id = '4:+18005550199', phone_number = { value = '+18005550199' } }",
            "4:+18005550199"
        ),
        ("{ kind = 'phone_number', raw_id = '4:1001', phone_number = { value = '1001' } }", "4:1001"),
        ("{ kind = 'unknown', raw_id = 'whatever' }", "whatever"),
        ("{ kind = 'of_the_future', raw_id = '99:x', of_the_future = { id = 'x' } }", "99:x"),
        ("identifier('8:dod:u')", "8:dod:u"),
        ("identifier('4:anonymous')", "4:anonymous"),
    ])
    func everyFormNamesSomebody(code: String, rawID: String) throws {
        let driver = try ActionSamples.handling("call:get_participant { target = \(code) }")
        #expect(try driver.action().action == .getParticipant(CommunicationIdentifier(rawID: rawID)))
        let told = try ActionSamples.handling("log.info(identifier(\(code)).raw_id)")
        #expect(told.said == [rawID])
    }

    @Test(arguments: [
        ("'18005550199'", "'18005550199' is no E.164 number: the leading + is missing; write it like +18005550199"),
        ("'(800) 5550199'", "the leading + is missing"),
        ("'+1800flowers'", "it contains the letter 'f'"),
        ("'+1 800 5550199'", "it contains a blank"),
        ("'+0800555'", "a country code does not begin with 0"),
        ("'+1234567890123456'", "it has 16 digits, and 15 is the limit"),
        ("'+'", "it has no digits"),
        ("'+1'", "it is too short"),
        ("'4:18005550199'", "the leading + is missing"),
        ("''", "names nobody"),
        ("'bob'", "'bob' names nobody; write a phone number like +18005550199 or a raw id like 8:acs:…"),
        ("'8:acs:'", "it ends after its prefix"),
        ("'8:acs:r u'", "it contains a blank"),
        ("{}", "this names nobody; write a text like \"+18005550199\", or a table with raw_id"),
        ("{ '+18005550199' }", "this names nobody"),
        ("{ raw_id = 7 }", "'raw_id' must be a text that names somebody, not 7"),
        ("{ raw_id = '' }", "'raw_id' must be a text that names somebody"),
        ("{ raw_id = '4:1001' }", "the leading + is missing"),
        ("{ phone_nunber = '+18005550199' }", "an identifier has no 'phone_nunber'; did you mean 'phone_number'?"),
        ("{ kind = 'phone_nunber' }", "there is no kind \"phone_nunber\"; did you mean 'phone_number'?"),
        ("{ kind = 'unknown' }", "an identifier of kind \"unknown\" needs 'raw_id'"),
        ("{ kind = 7, id = 'x' }", "there is no kind 7"),
        ("{ kind = 'phone_number' }", "a phone_number needs 'value'"),
        ("{ kind = 'phone_number', valeu = '+18005550199' }", "a phone_number has no 'valeu'; did you mean 'value'?"),
        (
            "{ kind = 'phone_number', communication_user = '8:acs:r_u' }",
            "'kind' says phone_number, but the table has 'communication_user'"
        ),
        (
            "{ phone_number = '+18005550199', communication_user = '8:acs:r_u' }",
            "this names two: communication_user and phone_number"
        ),
        ("{ phone_number = true }", "'phone_number' must be a text or a table, not true"),
        ("{ phone_number = { '+18005550199' } }", "'phone_number' has named parts, like { value = … }"),
        ("{ phone_number = { value = '8005550199' } }", "the leading + is missing"),
        (
            "{ phone_number = { value = '+18005550199', is_anonymous = 1 } }",
            "'is_anonymous' must be true or false, not 1"
        ),
        (
            "{ phone_number = { value = '+18005550199', is_anonymous = true } }",
            "an anonymous phone_number has no 'value'"
        ),
        (
            "{ phone_number = { value = '+18005550199' }, cloud = 'dod' }",
            "'cloud' does not belong beside 'phone_number'"
        ),
        ("{ communication_user = { id = '' } }", "'id' must be a text that is not empty"),
        ("{ communication_user = { id = 'u' } }", "'u' names nobody"),
        ("{ communication_user = { id = '8:orgid:u' } }", "'8:orgid:u' is no communication_user"),
        ("{ microsoft_teams_user = { cloud = 'dod' } }", "a microsoft_teams_user needs 'user_id'"),
        (
            "{ microsoft_teams_user = { user_id = 'u', cloud = 'dd' } }",
            "'cloud' must be \"public\" or \"dod\" or \"gcch\", not \"dd\""
        ),
        ("{ teams_extension_user = { user_id = 'u', resource_id = 'r' } }", "a teams_extension_user needs 'tenant_id'"),
        (
            "{ teams_extension_user = { user_id = 'a_b', tenant_id = 't', resource_id = 'r' } }",
            "is no teams_extension_user"
        ),
    ])
    func whatNamesNobodySaysWhy(code: String, part: String) throws {
        for call in ["call:get_participant { target = \(code) }", "identifier(\(code))"] {
            let driver = try ActionSamples.handling(call)
            let message = try #require(driver.failures.first?.message, "\(call)")
            #expect(message.hasPrefix("test/main.lua:2: "), "\(message)")
            #expect(message.contains(part), "\(message)")
        }
    }

    @Test(arguments: [
        ("'+18005550199'", "is_anonymous=false kind=phone_number phone_number=+18005550199 raw_id=4:+18005550199"),
        (
            "'4:+18005550199_a1'",
            "asserted_id=a1 is_anonymous=false kind=phone_number phone_number=+18005550199 raw_id=4:+18005550199_a1"
        ),
        ("'4:anonymous'", "is_anonymous=true kind=phone_number raw_id=4:anonymous"),
        ("'8:acs:r_u'", "id=8:acs:r_u kind=communication_user raw_id=8:acs:r_u"),
        (
            "'8:teamsvisitor:v'",
            "cloud=public is_anonymous=true kind=microsoft_teams_user raw_id=8:teamsvisitor:v user_id=v"
        ),
        ("'8:gcch:u'", "cloud=gcch is_anonymous=false kind=microsoft_teams_user raw_id=8:gcch:u user_id=u"),
        ("'28:dod:a'", "app_id=a cloud=dod kind=microsoft_teams_app raw_id=28:dod:a"),
        (
            "'8:dod-acs:r_t_u'",
            "cloud=dod kind=teams_extension_user raw_id=8:dod-acs:r_t_u resource_id=r tenant_id=t user_id=u"
        ),
        ("'28:dod-global:x'", "kind=unknown raw_id=28:dod-global:x"),
    ])
    func anIdentifierIsToldWithItsParts(code: String, parts: String) throws {
        let body = """
            local parts = {}
            for name, value in pairs(identifier(\(code))) do parts[#parts + 1] = name .. "=" .. tostring(value) end
            table.sort(parts)
            log.info(table.concat(parts, " "))
            """
        #expect(try InstanceDriver.launched(body).said == [parts])
        let loaded = try InstanceDriver("\(body) on('Launch', function() end)")
        #expect(loaded.definition.hooks.count == 1, "it may be asked at a file's top level")
    }

    @Test(arguments: ["identifier()", "identifier(7)", "identifier('x:y', 1)", "identifier(call)"])
    func whatIsNoIdentifierAtAllIsAMistake(code: String) throws {
        #expect(try ActionSamples.handling(code).failures.first?.message.contains("identifier: ") == true)
    }

    @Test func filtersTakeEveryForm() throws {
        let driver = try InstanceDriver(
            """
            on("CallTransferAccepted", { transferee = { phone_number = "+14255550123" } }, function() log.info("phone") end)
            on("CallTransferAccepted", { transfer_target = { microsoft_teams_user = { user_id = "u" } } }, function() log.info("teams") end)
            on("CallTransferAccepted", { transferee = { { kind = "communication_user", id = "8:acs:r_u" }, "+14255550123" } },
              function() log.info("either") end)
            """)
        try driver.fire(
            "CallTransferAccepted",
            [
                "transferee": ActionSamples.phone.json,
                "transferTarget": CommunicationIdentifier(rawID: "8:orgid:u").json,
            ])
        #expect(driver.said == ["phone", "teams", "either"])
        try driver.fire("CallTransferAccepted", ["transferee": ActionSamples.user.json])
        #expect(driver.said.last == "either")
        #expect(driver.said.count == 4)
    }
}
