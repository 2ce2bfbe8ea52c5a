import CallModel
import Testing

@Suite struct CommunicationIdentifierTests {
    typealias Kind = CommunicationIdentifier.Kind

    static let known: [(String, Kind)] = [
        ("4:+18005550199", .phoneNumber(value: "+18005550199", isAnonymous: false, assertedID: nil)),
        ("4:anonymous", .phoneNumber(value: "anonymous", isAnonymous: true, assertedID: nil)),
        ("4:+18005550199_ab", .phoneNumber(value: "+18005550199", isAnonymous: false, assertedID: "ab")),
        ("4:+1800_a_b", .phoneNumber(value: "+1800_a", isAnonymous: false, assertedID: "b")),
        ("4:+1800_", .phoneNumber(value: "+1800_", isAnonymous: false, assertedID: nil)),
        ("4:_a", .phoneNumber(value: "", isAnonymous: false, assertedID: "a")),
        ("4:+1800_a_", .phoneNumber(value: "+1800_a_", isAnonymous: false, assertedID: nil)),
        ("4:", .phoneNumber(value: "", isAnonymous: false, assertedID: nil)),
        ("4:Anonymous", .phoneNumber(value: "Anonymous", isAnonymous: false, assertedID: nil)),
        ("8:acs:r_u", .communicationUser(id: "8:acs:r_u")),
        ("8:dod-acs:r_u", .communicationUser(id: "8:dod-acs:r_u")),
        ("8:gcch-acs:r_u", .communicationUser(id: "8:gcch-acs:r_u")),
        ("8:spool:r_u", .communicationUser(id: "8:spool:r_u")),
        ("8:acs:r_t_u", .teamsExtensionUser(userID: "u", tenantID: "t", resourceID: "r", cloud: .public)),
        ("8:dod-acs:r_t_u", .teamsExtensionUser(userID: "u", tenantID: "t", resourceID: "r", cloud: .dod)),
        ("8:gcch-acs:r_t_u", .teamsExtensionUser(userID: "u", tenantID: "t", resourceID: "r", cloud: .gcch)),
        ("8:acs:r_t_u_x", .communicationUser(id: "8:acs:r_t_u_x")),
        ("8:acs:u", .communicationUser(id: "8:acs:u")), ("8:acs:", .communicationUser(id: "8:acs:")),
        ("8:spool:r_t_u", .communicationUser(id: "8:spool:r_t_u")), ("8:ACS:r_u", .unknown), ("28:a:b", .unknown),
        ("8:orgid:a:b", .microsoftTeamsUser(userID: "a:b", isAnonymous: false, cloud: .public)),
        ("8:orgid:u", .microsoftTeamsUser(userID: "u", isAnonymous: false, cloud: .public)),
        ("8:dod:u", .microsoftTeamsUser(userID: "u", isAnonymous: false, cloud: .dod)),
        ("8:gcch:u", .microsoftTeamsUser(userID: "u", isAnonymous: false, cloud: .gcch)),
        ("8:teamsvisitor:u", .microsoftTeamsUser(userID: "u", isAnonymous: true, cloud: .public)),
        ("28:orgid:a", .microsoftTeamsApp(appID: "a", cloud: .public)),
        ("28:dod:a", .microsoftTeamsApp(appID: "a", cloud: .dod)),
        ("28:gcch:a", .microsoftTeamsApp(appID: "a", cloud: .gcch)),
        ("28:dod-global:a", .unknown), ("28:gcch-global:a", .unknown), ("28:a", .unknown), ("48:a:b", .unknown),
        ("", .unknown), ("8:", .unknown), ("nobody", .unknown),
    ]

    @Test(arguments: known)
    func rawIDsAreParsedInTheOrderOfTheOfficialClients(_ rawID: String, _ kind: Kind) {
        #expect(CommunicationIdentifier(rawID: rawID).kind == kind)
    }

    @Test(arguments: known.map(\.0).filter { !$0.isEmpty })
    func everyKindSurvivesItsJSONForms(_ rawID: String) throws {
        let identifier = CommunicationIdentifier(rawID: rawID)
        let full = identifier.json
        #expect(full["kind"]?.stringValue == identifier.kindName)
        #expect(CommunicationIdentifier(json: full) == identifier)
        let sent = identifier.requestJSON
        #expect(sent["kind"] == nil && sent["rawId"]?.stringValue == rawID)
        #expect(sent[identifier.kindName] == full[identifier.kindName])
        #expect((full[identifier.kindName] == nil) == (identifier.kind == .unknown))
    }

    /// What azure-communication-callautomation 1.6.0 for Python sends for a raw id.
    private static let sentByThePythonClient = [
        ("4:+18005550199", #"{"phoneNumber":{"value":"+18005550199","isAnonymous":false}}"#),
        ("4:anonymous", #"{"phoneNumber":{"value":"anonymous","isAnonymous":true}}"#),
        ("4:+18005550199_ab", #"{"phoneNumber":{"value":"+18005550199_ab","isAnonymous":false,"assertedId":"ab"}}"#),
        ("4:+1800_a_b", #"{"phoneNumber":{"value":"+1800_a_b","isAnonymous":false,"assertedId":"b"}}"#),
        ("4:+1800_", #"{"phoneNumber":{"value":"+1800_","isAnonymous":false}}"#),
        ("4:_a", #"{"phoneNumber":{"value":"_a","isAnonymous":false,"assertedId":"a"}}"#),
        ("8:acs:r_u", #"{"communicationUser":{"id":"8:acs:r_u"}}"#),
        ("8:spool:r_u", #"{"communicationUser":{"id":"8:spool:r_u"}}"#),
        ("8:acs:r_t_u_x", #"{"communicationUser":{"id":"8:acs:r_t_u_x"}}"#),
        (
            "8:acs:r_t_u",
            #"{"teamsExtensionUser":{"userId":"u","tenantId":"t","resourceId":"r","cloud":"PUBLIC"}}"#
        ),
        (
            "8:dod-acs:r_t_u",
            #"{"teamsExtensionUser":{"userId":"u","tenantId":"t","resourceId":"r","cloud":"DOD"}}"#
        ),
        (
            "8:gcch-acs:r_t_u",
            #"{"teamsExtensionUser":{"userId":"u","tenantId":"t","resourceId":"r","cloud":"GCCH"}}"#
        ),
        ("8:orgid:u", #"{"microsoftTeamsUser":{"userId":"u","isAnonymous":false,"cloud":"PUBLIC"}}"#),
        ("8:dod:u", #"{"microsoftTeamsUser":{"userId":"u","isAnonymous":false,"cloud":"DOD"}}"#),
        ("8:gcch:u", #"{"microsoftTeamsUser":{"userId":"u","isAnonymous":false,"cloud":"GCCH"}}"#),
        ("8:teamsvisitor:u", #"{"microsoftTeamsUser":{"userId":"u","isAnonymous":true,"cloud":"PUBLIC"}}"#),
        ("28:orgid:a", #"{"microsoftTeamsApp":{"appId":"a","cloud":"PUBLIC"}}"#),
        ("28:dod:a", #"{"microsoftTeamsApp":{"appId":"a","cloud":"DOD"}}"#),
        ("28:gcch:a", #"{"microsoftTeamsApp":{"appId":"a","cloud":"GCCH"}}"#),
        ("28:dod-global:a", "{}"), ("28:a", "{}"), ("nobody", "{}"),
    ]

    @Test(arguments: sentByThePythonClient)
    func rawIDsArePrintedAsTheOfficialClientDoes(_ rawID: String, _ sent: String) throws {
        let wanted = try JSONValue(parsing: sent)
        let identifier = CommunicationIdentifier(rawID: rawID)
        let made = identifier.requestJSON
        #expect(made["rawId"]?.stringValue == rawID)
        #expect(made.objectValue?.members.count == (wanted.objectValue?.members.count ?? 0) + 1)
        guard let sub = wanted.objectValue?.members.first else { return }
        for member in sub.value.objectValue?.members ?? [] {
            let ours = made[sub.name]?[member.name]
            switch member.name {
            case "cloud": #expect(ours?.stringValue?.uppercased() == member.value.stringValue)
            case "isAnonymous": #expect((ours ?? false) == member.value)
            // The client leaves the asserted id in the value, which nobody could dial (protocol reference, section 10).
            case "value":
                let asserted = made[sub.name]?["assertedId"]?.stringValue.map { "_" + $0 } ?? ""
                #expect((ours?.stringValue ?? "") + asserted == member.value.stringValue)
            default: #expect(ours == member.value)
            }
        }
        // And what the client sends is read as the same identity, with its raw id and without.
        #expect(CommunicationIdentifier(json: wanted) == identifier || identifier.kind == .unknown)
    }

    @Test(arguments: known.filter { $0.1 != .unknown && !["4:", "4:_a"].contains($0.0) }.map(\.0))
    func theSubObjectAloneIsEnough(_ rawID: String) throws {
        let identifier = CommunicationIdentifier(rawID: rawID)
        var object = try #require(identifier.json.objectValue)
        object["rawId"] = nil
        #expect(CommunicationIdentifier(json: .object(object)) == identifier)
        object["kind"] = nil
        #expect(CommunicationIdentifier(json: .object(object)) == identifier)
    }

    private static let subObjects: [(json: JSONValue, rawID: String)] = [
        (["phoneNumber": ["value": "+18005550199"]], "4:+18005550199"),
        (["phoneNumber": ["value": "18005550199"]], "4:18005550199"),
        (["phoneNumber": ["value": "anonymous", "isAnonymous": true]], "4:anonymous"),
        (["phoneNumber": ["value": "+18005550199", "isAnonymous": false, "assertedId": "ab"]], "4:+18005550199_ab"),
        (["phoneNumber": ["value": "+18005550199_ab", "assertedId": "ab"]], "4:+18005550199_ab"),
        (["communicationUser": ["id": "8:acs:r_u"]], "8:acs:r_u"),
        (["microsoftTeamsUser": ["userId": "u"]], "8:orgid:u"),
        (["microsoftTeamsUser": ["userId": "u", "cloud": "public"]], "8:orgid:u"),
        (["microsoftTeamsUser": ["userId": "u", "cloud": "mars"]], "8:orgid:u"),
        (["microsoftTeamsUser": ["userId": "u", "cloud": "DOD"]], "8:dod:u"),
        (["microsoftTeamsUser": ["userId": "u", "isAnonymous": true, "cloud": "DOD"]], "8:teamsvisitor:u"),
        (["microsoftTeamsApp": ["appId": "a"]], "28:orgid:a"),
        (["microsoftTeamsApp": ["appId": "a", "cloud": "Gcch"]], "28:gcch:a"),
        (["teamsExtensionUser": ["userId": "u", "tenantId": "t", "resourceId": "r"]], "8:acs:r_t_u"),
        (
            ["teamsExtensionUser": ["userId": "u", "tenantId": "t", "resourceId": "r", "cloud": "DoD"]],
            "8:dod-acs:r_t_u"
        ),
        (["kind": "unknown", "rawId": "28:x"], "28:x"),
        (["rawId": "4:+1425", "communicationUser": ["id": "8:acs:r_u"]], "4:+1425"),
    ]

    @Test(arguments: subObjects)
    func subObjectsBecomeRawIDs(_ json: JSONValue, _ rawID: String) {
        #expect(CommunicationIdentifier(json: json)?.rawID == rawID)
    }

    @Test(arguments: Cloud.allCases, ["", "upper"])
    func cloudsAreReadInAnyCase(_ cloud: Cloud, _ spelling: String) {
        let word = spelling == "upper" ? cloud.rawValue.uppercased() : cloud.rawValue
        let user: JSONValue = ["microsoftTeamsUser": ["userId": "u", "cloud": .string(word)]]
        #expect(
            CommunicationIdentifier(json: user)?.kind
                == .microsoftTeamsUser(userID: "u", isAnonymous: false, cloud: cloud))
        let app: JSONValue = ["microsoftTeamsApp": ["appId": "a", "cloud": .string(word)]]
        #expect(CommunicationIdentifier(json: app)?.kind == .microsoftTeamsApp(appID: "a", cloud: cloud))
    }

    @Test(arguments: [
        JSONValue.null, "4:+1", [:], ["rawId": ""], ["rawId": 7], ["phoneNumber": [:]], [],
        ["phoneNumber": ["value": ""]],
        ["communicationUser": ["id": ""]], ["microsoftTeamsUser": ["userId": 1]], ["microsoftTeamsApp": [:]],
        ["teamsExtensionUser": ["userId": "u", "tenantId": "t"]], ["kind": "phoneNumber"],
    ])
    func jsonThatNamesNobodyIsNil(_ json: JSONValue) {
        #expect(CommunicationIdentifier(json: json) == nil)
    }

    @Test func logsDoNotShowNumbers() {
        #expect(CommunicationIdentifier(rawID: "4:+18005550199").redacted == "4:+1800…99")
        #expect(CommunicationIdentifier(rawID: "8:acs:r_u").redacted == "8:acs:r_u")
    }

    @Test(arguments: [
        ("+18005550199", "4:+18005550199"), ("4:+18005550199", "4:+18005550199"), ("4:anonymous", "4:anonymous"),
        ("4:+18005550199_ab", "4:+18005550199_ab"), ("8:acs:r_u", "8:acs:r_u"), ("8:orgid:u", "8:orgid:u"),
        ("28:orgid:a", "28:orgid:a"), ("28:a", "28:a"), ("48:new:kind", "48:new:kind"),
    ])
    func peopleWriteNumbersAndRawIDs(_ text: String, _ rawID: String) throws {
        #expect(try IdentifierText.parse(text).rawID == rawID)
    }

    @Test(arguments: [
        ("", "'' names nobody"), ("bob", "'bob' names nobody"), ("+1800x", "it contains the letter 'x'"),
        ("4:1800", "the leading + is missing"), ("18005550199", "the leading + is missing"),
        ("1-800-555-0199", "the leading + is missing"), ("(800) 555-0199", "the leading + is missing"),
        ("+1-800-555-0199", "it contains a dash"), ("+1 800 555 0199", "it contains a blank"),
        (" +18005550199", "it begins with a blank"), ("4:", "it is empty"), ("4:+1800_", "it contains an underscore"),
        ("4:+0800_ab", "a country code does not begin with 0"), ("8:acs:r u", "is no raw id: it contains a blank"),
        ("8:acs:", "is no raw id: it ends after its prefix"), ("28:", "is no raw id: it ends after its prefix"),
    ])
    func whatNamesNobodySaysWhy(_ text: String, _ words: String) throws {
        let fault = try #require(throws: PhoneNumber.Fault.self) { try IdentifierText.parse(text) }
        #expect(fault.description.contains(words), "\(fault)")
    }
}

@Suite struct PhoneNumberTests {
    @Test(arguments: ["+18005550199", "+123", "+123456789012345"])
    func rightNumbersPass(_ text: String) throws {
        #expect(try PhoneNumber(text).value == text)
        #expect(CommunicationIdentifier(phoneNumber: try PhoneNumber(text)).phoneNumber == text)
    }

    @Test(arguments: [
        ("", "it is empty"), ("18005550199", "the leading + is missing"), ("+", "it has no digits"),
        ("+0800555", "a country code does not begin with 0"), ("+1800FLOWERS", "it contains the letter 'F'"),
        ("+1 800", "it contains a blank"),
        ("+1-800", "it contains a dash"), (" +1800555", "it begins with a blank"), ("+1800\u{A0}555", "a blank"),
        ("+1800.555", "it contains '.'"), ("+1234567890123456", "it has 16 digits, and 15 is the limit"),
        ("+12", "it is too short"), ("+١٢٣٤", "it contains"), ("+180055501\u{301}", "it contains"),
    ])
    func wrongNumbersSayWhatIsWrong(_ text: String, _ words: String) throws {
        let fault = try #require(throws: PhoneNumber.Fault.self) { try PhoneNumber(text) }
        #expect(fault.description.contains(words))
        #expect(fault.description.contains("+18005550199"))
    }
}
