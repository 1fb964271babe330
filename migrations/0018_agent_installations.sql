-- An agent is looked up together with the installation that has its credential (claim_agent in live/agents.sql).
drop function if exists agent_of_credential;
